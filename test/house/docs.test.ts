import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, COMMANDS } from '../../src/cli/commands.ts';
import { CONFIG_FILE } from '../../src/config/gather-settings.ts';
import { SETTINGS, settingsOf } from '../../src/config/settings.ts';
import { flagOf, variableOf } from '../../src/config/spelling.ts';
import { filesUnder } from './files.ts';
import { anchorsOf, codeBlocks, inlineCode, linksOf, prose } from './markdown.ts';

const INDEX = 'docs/README.md';
const DOCS = filesUnder('docs', /\.md$/);
const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...DOCS];

const SETTING_NAMES = [...Object.keys(SETTINGS), CONFIG_FILE];
const OPTION_NAMES = COMMAND_NAMES.flatMap((name) => Object.keys(COMMANDS[name].options));
const FLAGS = [...SETTING_NAMES, ...OPTION_NAMES, 'help', 'version'].map(flagOf);
const VARIABLES = SETTING_NAMES.map(variableOf);

/** Flags of other programs that the pages mention. */
const FLAGS_OF_OTHERS =
  /^(?:node|npm|npx|docker|kubectl|systemctl|install|git|cosign|curl)\b|^--(?:read-only|build-arg|expose-gc)\b/;

/** Pages about commands of a checkout (`npm run …`), which take flags of their own. */
const ABOUT_CHECKOUT = ['docs/benchmarks.md', 'docs/endurance.md', 'CHANGELOG.md'];

/** Names of the deployed software that pages compare with. */
const NAMES_OF_OTHERS = ['mintNewSuffix'];

/** What `npm run docs` writes. */
const WRITTEN_BY_PROGRAMS = ['docs/commands.md', 'docs/limits.md'];

/** What programs make, and a checkout does not have. */
const MADE = ['bench/results/'];

/** Every text of ours in which a name may stand. */
const SOURCES = [
  ...['src', 'bench', 'test', 'templates', 'deploy'].flatMap((folder) =>
    filesUnder(folder, /\.(?:ts|mjs|json|eta|yaml|service|conf)$/),
  ),
  'package.json',
  'compose.yaml',
  'Dockerfile',
]
  .filter((file) => !file.startsWith('test/house/'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const WORDS = new Set([...(SOURCES.match(/[A-Za-z_]\w*/g) ?? []), ...NAMES_OF_OTHERS]);

describe.each(PAGES)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('links to pages and headings that there are', () => {
    const broken = linksOf(text).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names flags that there are', () => {
    const unknown = inlineCode(text)
      .filter((code) => !FLAGS_OF_OTHERS.test(code))
      .flatMap((code) => code.match(/(?<=^|[\s(])--[a-z][a-z-]*/g) ?? [])
      .filter((flag) => !FLAGS.includes(flag))
      .filter((flag) => !(ABOUT_CHECKOUT.includes(page) && WORDS.has(flag.slice('--'.length))));
    expect(unknown).toEqual([]);
  });

  it('names commands that there are', () => {
    const named = [...prose(text).matchAll(/`hdl-edge ([a-z-]+)/g)].map(([, name]) => name);
    expect(named.filter((name) => !COMMAND_NAMES.some((known) => known === name))).toEqual([]);
  });

  it('names environment variables that there are', () => {
    const named = text.match(/\bHDL_EDGE_[A-Z_]*[A-Z]\b/g) ?? [];
    const known = [...VARIABLES, 'HDL_EDGE_REQUIRE_ALL'];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('names settings and other identifiers that there are', () => {
    const named = inlineCode(text).filter((code) => /^[a-z]+(?:[A-Z][a-z]*)+$/.test(code));
    expect(named.filter((name) => !WORDS.has(name))).toEqual([]);
  });

  it('names files that there are', () => {
    const named = inlineCode(text).filter((code) =>
      /^(?:src|test|docs|deploy|templates|bench)\/[\w./-]+$/.test(code),
    );
    expect(
      named.filter((path) => !existsSync(path) && !MADE.some((made) => path.startsWith(made))),
    ).toEqual([]);
  });

  it('names metrics that there are', () => {
    // The library's own are compared with what is served, in the test of the page about metrics.
    const named = text.match(/\bhdl_edge_(?!nodejs_|process_)[a-z_]*[a-z]\b/g) ?? [];
    expect(named.filter((name) => !WORDS.has(name.replace(/_(?:bucket|sum|count)$/, '')))).toEqual(
      [],
    );
  });
});

/** Pages about one concept each; all are laid out alike. */
const CONCEPTS = [
  'docs/bootstrap.md',
  'docs/caching.md',
  'docs/http.md',
  'docs/locations.md',
  'docs/pages.md',
  'docs/servers.md',
  'docs/trust.md',
  'docs/operations/admin.md',
  'docs/operations/front-caches.md',
  'docs/operations/logs.md',
  'docs/operations/scaling.md',
];

/** What stands under a heading of the second level. */
function section(page: string, heading: string): string {
  const [, found] = readFileSync(page, 'utf8').split(`\n## ${heading}\n`);
  return found?.split(/\n## /)[0] ?? '';
}

describe.each(CONCEPTS)('the page of a concept, %s', (page) => {
  it('says what it is about, shows it, and has settings, metrics and limits', () => {
    for (const heading of ['Settings', 'Metrics', 'Limits']) {
      expect(section(page, heading).trim(), heading).not.toBe('');
    }
    const text = readFileSync(page, 'utf8');
    expect(text).toMatch(/^# .+\n\n[^#|]{40}/);
    expect(text).toMatch(/^```/m);
  });

  it('lists settings that there are', () => {
    const named = inlineCode(
      section(page, 'Settings').replaceAll(/^\|[^|]*setting[^|]*\|.*$/gm, ''),
    );
    const firsts = [...section(page, 'Settings').matchAll(/^\|([^|]+)\|/gm)].flatMap(
      ([, cell = '']) => inlineCode(cell),
    );
    expect(firsts.filter((name) => !SETTING_NAMES.includes(name) && !/^[A-Z]/.test(name))).toEqual(
      [],
    );
    expect(named.some((name) => SETTING_NAMES.includes(name))).toBe(true);
  });
});

/** Lines of shell that start our program: `[command, rest of the line]`. */
function startedIn(page: string): [command: string, rest: string][] {
  const shell = codeBlocks(page).filter(({ language }) => language === 'sh');
  const lines = shell.flatMap(({ code }) => code.replaceAll(/\\\n */g, ' ').split('\n'));
  return lines.flatMap((line) => {
    const started =
      /(?:^|\s)(?:hdl-edge|node (?:--import \S+ )?dist\/main\.js) ([a-z]+)\b(.*)$/.exec(line);
    return started === null ? [] : [[started[1] ?? '', started[2] ?? '']];
  });
}

describe('the commands that pages show', () => {
  it.each(PAGES)('have flags that these commands have: %s', (page) => {
    const unknown = startedIn(page).flatMap(([command, rest]) => {
      const name = COMMAND_NAMES.find((known) => known === command);
      if (name === undefined) return [command];
      const flags = [...Object.keys(COMMANDS[name].options), ...settingsOf(name), CONFIG_FILE];
      const shown = rest.match(/(?<=\s)--[a-z-]+/g) ?? [];
      return shown.filter((flag) => ![...flags, 'help'].map(flagOf).includes(flag));
    });
    expect(unknown).toEqual([]);
  });

  it('are all commands', () => {
    const shown = new Set(PAGES.flatMap((page) => startedIn(page).map(([command]) => command)));
    expect([...shown].sort()).toEqual([...COMMAND_NAMES].sort());
  });
});

describe('the documentation', () => {
  it('explains each setting on a page that somebody has written', () => {
    const written = DOCS.filter((page) => !WRITTEN_BY_PROGRAMS.includes(page));
    const text = written.map((page) => readFileSync(page, 'utf8')).join('\n');
    const named = new Set(inlineCode(text).flatMap((code) => code.match(/^(?:--)?[\w-]+/) ?? []));
    const missing = Object.keys(SETTINGS).filter(
      (name) => !named.has(name) && !named.has(flagOf(name)),
    );
    expect(missing).toEqual([]);
  });

  it('has every page in its index, with a line about it', () => {
    const index = readFileSync(INDEX, 'utf8');
    const missing = DOCS.filter((page) => page !== INDEX)
      .map((page) => relative(dirname(INDEX), page))
      .filter(
        (path) =>
          !index
            .split('\n')
            .some((line) => /^- .{10,}/.test(line) && line.includes(`](${path}): `)),
      );
    expect(missing).toEqual([]);
  });

  it.each(COMMAND_NAMES)('tells of the command %s', (name) => {
    expect(readFileSync('README.md', 'utf8')).toContain(`| \`hdl-edge ${name}`);
  });
});
