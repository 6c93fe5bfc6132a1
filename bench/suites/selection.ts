// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import { answerOf } from '../kit/answer-of.ts';
import { startChild } from '../kit/child.ts';
import { httpRounds, of, type Subject } from '../kit/http-rounds.ts';
import { type Program, startProgram } from '../kit/start-program.ts';
import { type Figure, figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

interface Case {
  readonly name: string;
  readonly handle: string;
  readonly headers?: Record<string, string>;
  /** Any of these is right. */
  readonly locations: readonly string[];
  /** Aim of the processor time over that of the plain redirect. */
  readonly mostOfPlain?: number;
}

const PLAIN = 'one URL';

const text = (type: string, value: string) => ({
  index: 1,
  type,
  data: { format: 'string', value },
});

const five = (attributes: (i: number) => string) =>
  text(
    '10320/loc',
    `<locations>${[0, 1, 2, 3, 4]
      .map((i) => `<location id="${i}" href="https://${i}.example.org/x" ${attributes(i)}/>`)
      .join('')}</locations>`,
  );

const HANDLES: Readonly<Record<string, { readonly values: readonly unknown[] }>> = {
  '20.500.1/url': { values: [text('URL', 'https://example.org/x')] },
  '20.500.1/weighted': { values: [five((i) => `weight="${i}"`)] },
  '20.500.1/country': {
    values: [five((i) => `country="${['de', 'us', 'fr', 'gb', 'cn'][i]}"`)],
  },
  '20.500.1/negotiated': {
    values: [five((i) => `http_role="conneg" ctype="application/x-${i}+json"`)],
  },
  '0.NA/20.500.1': {
    values: [
      {
        ...text(
          'HS_NAMESPACE',
          '<namespace><template delimiter="@"><foreach><value data="${data}?page=${extension}"/></foreach></template></namespace>',
        ),
        index: 10,
      },
    ],
  },
};

const CASES: readonly Case[] = [
  { name: PLAIN, handle: '20.500.1/url', locations: ['https://example.org/x'] },
  {
    name: 'five weighted locations',
    handle: '20.500.1/weighted',
    // A weight of 0 is never drawn.
    locations: [1, 2, 3, 4].map((i) => `https://${i}.example.org/x`),
    mostOfPlain: 1.5,
  },
  {
    name: 'five locations by country',
    handle: '20.500.1/country',
    headers: { 'X-Forwarded-For': '8.8.8.8' },
    locations: ['https://1.example.org/x'],
    mostOfPlain: 1.5,
  },
  {
    name: 'five negotiated locations',
    handle: '20.500.1/negotiated',
    headers: { Accept: 'application/x-3+json' },
    locations: ['https://3.example.org/x'],
    mostOfPlain: 1.5,
  },
  {
    name: 'made by a template',
    handle: '20.500.1/url@7',
    locations: ['https://example.org/x?page=7'],
  },
];

/** Tries for each body that an answer may have; many more than there are. */
const TRIES = 200;

/** What choosing among locations costs, against a record that leaves no choice. */
export const selection: Suite = {
  name: 'selection',
  summary: 'cached redirects to a chosen location, against the plain redirect',
  run: (effort, progress) =>
    withChildren(async (keep) => {
      const network = await keep(startChild('demo-network', { records: { handles: HANDLES } }));
      const trust = ['--trusted-proxies', '127.0.0.1'];
      const proxy = await keep(startProgram(network.ready.bootstrap, trust));
      const generator = await keep(startChild('generator'));
      const subjects: Record<string, Subject> = {};
      for (const each of CASES) subjects[each.name] = await subjectOf(proxy, each);
      const rounds = await httpRounds(generator, subjects, effort, (what) =>
        progress(`selection: ${what}`),
      );
      const figures = CASES.filter(({ name }) => name !== PLAIN).map(({ name, mostOfPlain }) =>
        figure(name, mostOfPlain, of(rounds[name] ?? [], 'cpu'), of(rounds[PLAIN] ?? [], 'cpu')),
      );
      return { figures };
    }),
};

function figure(
  name: string,
  most: number | undefined,
  rounds: readonly number[],
  plain: readonly number[],
): Figure {
  const aim = most === undefined ? {} : { aim: { most } };
  return figureOf({ name: `selection/${name}/cpu`, unit: 'µs/request', ...aim }, rounds, {
    name: PLAIN,
    rounds: plain,
  });
}

/** Finds out all right bodies first, so that every answer of the rounds can be checked. */
async function subjectOf(
  proxy: Program,
  { handle, headers = {}, locations }: Case,
): Promise<Subject> {
  const url = `${proxy.url}/${handle}`;
  const bodies = new Set<string>();
  for (let i = 0; i < (locations.length === 1 ? 1 : TRIES); i++) {
    const { body } = await answerOf(url, { status: 302, locations }, headers);
    bodies.add(body);
  }
  return { child: proxy, url, headers, status: 302, bodies: [...bodies] };
}
