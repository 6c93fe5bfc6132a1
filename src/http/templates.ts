import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { Text, Texts } from './language.ts';

/** The pages, compiled. */
export interface Templates {
  /**
   * Fills the template in; what it prints is escaped.
   *
   * @param name of the file, without `.eta`
   */
  render(name: string, view: object): string;
  /** Whether it may be somebody else's than the package's. */
  isCustom(name: string): boolean;
  /** What the pages say, by language tag. */
  readonly texts: ReadonlyMap<string, Texts>;
  /** The files beside the pages, by name: style sheet, icons. */
  readonly assets: ReadonlyMap<string, Buffer<ArrayBuffer>>;
  /** Grows when any of these change. */
  readonly version: number;
}

/** Beside `src/` as beside `dist/`. */
const OWN_TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * Reads the pages of this package, and in front of them those of an operator: whatever is not in his
 * folder is taken from the package. A page of his that cannot be compiled, or fails when it is filled
 * in, is reported and replaced by the package's, so that a mistake in it is never a visitor's problem.
 * Templates are programs; whoever may write them may do what this process may do.
 *
 * @param folder of the operator
 * @param onProblem is told what is wrong with his pages, once for each
 * @throws when the folder cannot be read
 */
export function loadTemplates(
  folder?: string,
  onProblem: (message: string) => void = () => {},
): Templates {
  const own = readFolder(OWN_TEMPLATES);
  const safe = compile(own.templates);
  if (folder === undefined) {
    return {
      render: (name, view) => safe.render(`@${name}`, view),
      isCustom: () => false,
      texts: readTexts(own, () => {}),
      assets: own.assets,
      version: 0,
    };
  }
  const theirs = readFolder(folder);
  const reported = new Set<string>();
  const report = (file: string, error: unknown) => {
    if (reported.has(file)) return;
    reported.add(file);
    const reason = error instanceof Error ? error.message : String(error);
    onProblem(
      `${folder}/${file} cannot be used, so the page that comes with the package is: ${reason}`,
    );
  };
  const custom = compile(own.templates);
  for (const [name, text] of theirs.templates) {
    try {
      custom.loadTemplate(`@${name}`, text);
    } catch (error) {
      report(`${name}.eta`, error);
    }
  }
  return {
    render(name, view) {
      try {
        return custom.render(`@${name}`, view);
      } catch (error) {
        report(`${name}.eta`, error);
        return safe.render(`@${name}`, view);
      }
    },
    isCustom: (name) => theirs.templates.has(name),
    texts: merged(
      readTexts(own, () => {}),
      readTexts(theirs, report),
    ),
    assets: new Map([...own.assets, ...theirs.assets]),
    version: 0,
  };
}

interface Folder {
  readonly templates: ReadonlyMap<string, string>;
  readonly languages: ReadonlyMap<string, string>;
  readonly assets: ReadonlyMap<string, Buffer<ArrayBuffer>>;
}

function readFolder(folder: string): Folder {
  const files = (within: string, ending: string) =>
    existsSync(`${folder}/${within}`) || within === ''
      ? readdirSync(`${folder}/${within}`).filter((file) => file.endsWith(ending))
      : [];
  const texts = (within: string, ending: string) =>
    new Map(
      files(within, ending).map((file) => [
        file.slice(0, -ending.length),
        readFileSync(`${folder}/${within}/${file}`, 'utf8'),
      ]),
    );
  return {
    templates: texts('', '.eta'),
    languages: texts('languages', '.json'),
    assets: new Map(
      files('static', '').map((file) => [file, readFileSync(`${folder}/static/${file}`)]),
    ),
  };
}

function compile(templates: Folder['templates']): Eta {
  const eta = new Eta({ debug: false });
  for (const [name, text] of templates) eta.loadTemplate(`@${name}`, text);
  return eta;
}

/** One file for each language, named by its tag: `languages/pt-BR.json`. */
function readTexts(
  { languages }: Folder,
  report: (file: string, error: unknown) => void,
): ReadonlyMap<string, Texts> {
  const found = new Map<string, Texts>();
  for (const [tag, json] of languages) {
    try {
      // Throws for what is no language tag.
      Intl.getCanonicalLocales(tag);
      found.set(tag, checkedTexts(JSON.parse(json)));
    } catch (error) {
      report(`languages/${tag}.json`, error);
    }
  }
  return found;
}

function checkedTexts(json: unknown): Texts {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Error('expected a JSON object with texts by key');
  }
  for (const [key, text] of Object.entries(json)) {
    if (!isText(text)) throw new Error(`${key} is neither a text nor texts by plural form`);
  }
  return json as Texts;
}

function isText(value: unknown): value is Text {
  if (typeof value === 'string') return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((form) => typeof form === 'string')
  );
}

function merged(
  own: ReadonlyMap<string, Texts>,
  theirs: ReadonlyMap<string, Texts>,
): ReadonlyMap<string, Texts> {
  const all = new Map(own);
  for (const [tag, texts] of theirs) all.set(tag, { ...own.get(tag), ...texts });
  return all;
}
