// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates

/** A record made to hurt, and the link that sets it off. */
export interface HostileRecord {
  readonly name: string;
  readonly path: string;
  /** Values by handle, as `[index, type, text]`. */
  readonly records: Readonly<Record<string, readonly (readonly [number, string, string])[]>>;
  /** What a visitor gets all the same. */
  readonly status: 302 | 404;
}

/** What fits into a message of 262,144 bytes beside the rest of the record. */
const ROOM = 261_000;

const LEGACY = [1, 'URL', 'https://legacy.example/'] as const;

const filled = (part: string, room = ROOM) => part.repeat(Math.floor(room / part.length));

const locations = (name: string, xml: string, status: HostileRecord['status'] = 302) => ({
  name,
  status,
  path: `/20.666.1/${name.replaceAll(' ', '-')}`,
  records: {
    [`20.666.1/${name.replaceAll(' ', '-')}`]: [LEGACY, [1000, '10320/loc', xml] as const],
  },
});

const template = (
  number: number,
  name: string,
  body: string,
  extension: string,
  status: HostileRecord['status'],
  more: HostileRecord['records'] = {},
): HostileRecord => ({
  name,
  status,
  path: `/20.667.${number}/a@${encodeURIComponent(extension)}`,
  records: {
    [`0.NA/20.667.${number}`]: [
      [10, 'HS_NAMESPACE', `<namespace><template delimiter="@"${body}</namespace>`],
    ],
    [`20.667.${number}/a`]: [LEGACY],
    ...more,
  },
});

const ENTITIES = Array.from(
  { length: 20 },
  (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};&e${i};&e${i};&e${i};&e${i};&e${i};&e${i};">`,
).join('');

const CIRCLE = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [
    `20.666.2/circle-${i}`,
    [
      LEGACY,
      [
        1000,
        '10320/loc',
        `<l>${Array.from({ length: 40 }, (__, j) => `<include>20.666.2/circle-${j}</include>`).join('')}</l>`,
      ] as const,
    ],
  ]),
);

/** As many as are looked up for one handle, each as costly to read as a record can be. */
const FAN = Object.fromEntries(
  Array.from({ length: 32 }, (_, i) => [
    `20.666.3/fan-${i}`,
    [
      [
        1000,
        '10320/loc',
        `<l>${filled('<location href="https://a.example/"/>', 119_000)}</l>`,
      ] as const,
    ],
  ]),
);

const VALUES = Array.from(
  { length: 60 },
  (_, i) => [1000 + i, '10320/loc', `<l>${filled('<a/>', 4_000)}</l>`] as const,
);

/** Everything that a publisher who means harm might put into a record. */
export const HOSTILE_RECORDS: readonly HostileRecord[] = [
  locations('entity bomb', `<!DOCTYPE l [<!ENTITY e0 "ha">${ENTITIES}]><l>&e20;</l>`),
  locations('entity bomb without a document type', `<l>${filled('&e20;', 10_000)}</l>`, 302),
  locations('most elements', `<l>${filled('<location href="a"/>')}</l>`),
  locations('deepest elements', filled('<location>')),
  locations('deepest elements, closed', `${filled('<l>', 120_000)}${filled('</l>', 140_000)}`),
  locations('most attributes', `<l ${filled('a="" ')}/>`),
  locations('longest attribute', `<l><location href="https://a.example/${filled('x')}"/></l>`),
  locations('longest text', `<l>${filled('x')}</l>`),
  locations('longest comment', `<l><!--${filled('-x')}--></l>`),
  locations('nothing but brackets', filled('<')),
  locations('nothing but ampersands', `<l a="${filled('&')}"/>`),
  locations('numeric entities', `<l a="${filled('&#x10FFFF;')}"/>`),
  locations(
    'longest list of addresses',
    `<l><location href="https://a.example/" addresses="${filled('10.0.0.1,')}"/></l>`,
  ),
  locations(
    'longest list of methods',
    `<l chooseby="${filled('locatt,')}"><location href="https://a.example/"/></l>`,
  ),
  locations('longest list of includes', `<l>${filled('<include>20.666.1/none</include>')}</l>`),
  { name: 'circle of includes', path: '/20.666.2/circle-0', status: 302, records: CIRCLE },
  {
    name: 'wide fan of large includes',
    path: '/20.666.3/all',
    status: 302,
    records: {
      ...FAN,
      '20.666.3/all': [
        LEGACY,
        [
          1000,
          '10320/loc',
          `<l>${Object.keys(FAN)
            .map((handle) => `<include>${handle}</include>`)
            .join('')}</l>`,
        ],
      ],
    },
  },
  {
    name: 'many values of many elements',
    path: '/20.666.4/all',
    status: 302,
    records: { '20.666.4/all': [LEGACY, ...VALUES] },
  },
  {
    name: 'a prefix that says too much',
    path: '/20.666.5/all',
    status: 302,
    records: {
      '0.NA/20.666.5': [
        [20, 'HS_NAMESPACE', `<n>${filled('<locs>20.666.5/none</locs>', 120_000)}</n>`],
      ],
      '20.666.5/all': [LEGACY],
    },
  },
  template(
    1,
    'catastrophic expression',
    '><if value="extension" test="matches" expression="^(a+)+$"><notfound/></if><foreach><value/></foreach></template>',
    `${'a'.repeat(1_500)}!`,
    302,
  ),
  template(
    2,
    'alternating expression',
    '><if value="extension" test="matches" expression="(a|aa|a?)*b"><notfound/></if><foreach><value/></foreach></template>',
    'a'.repeat(1_500),
    302,
  ),
  template(
    3,
    'counted repetitions',
    '><if value="extension" test="matches" expression="((a{1,100}){1,100}){1,100}"><notfound/></if><foreach><value/></foreach></template>',
    'a'.repeat(1_500),
    302,
  ),
  template(4, 'template that refers to itself', ' ref="10:0.NA/20.667.4"></template>', 'x', 404),
  template(5, 'templates that refer to each other', ' ref="5:20.667.5/b"></template>', 'x', 404, {
    '20.667.5/b': [[5, 'T', '<l><template ref="5:20.667.5/c"/><template ref="5:20.667.5/c"/></l>']],
    '20.667.5/c': [[5, 'T', '<l><template ref="5:20.667.5/b"/><template ref="5:20.667.5/b"/></l>']],
  }),
  template(
    6,
    'output without end',
    `>${'<def parameter="p"><value type="T" data="${p}${p}${p}${p}xxxx"/></def>'.repeat(60)}<value type="URL" data="https://a.example/\${p}"/></template>`,
    'x',
    404,
  ),
  template(8, 'references to large documents', ' ref="5:20.667.8/b"></template>', 'x', 404, {
    '20.667.8/b': [[5, 'T', `<l>${filled('<template ref="5:20.667.8/c"/>', 900)}</l>`]],
    '20.667.8/c': [[5, 'T', `<template>${filled('<value/>', 200_000)}</template>`]],
  }),
  template(7, 'most elements in a template', `>${filled('<value/>', 90_000)}</template>`, 'x', 404),
  template(
    9,
    'long value copied without end',
    `><foreach>${filled('<value/>', 16_000)}</foreach></template>`,
    'x',
    404,
    { '20.667.9/a': [[1, 'TEXT', filled('x', 200_000)]] },
  ),
  template(
    10,
    'loops without end over a long value',
    `>${filled('<foreach/>', 50_000)}<foreach><value/></foreach></template>`,
    'x',
    302,
    { '20.667.10/a': [LEGACY, [2, 'TEXT', filled('x', 200_000)]] },
  ),
  template(
    11,
    'template referred to by a handle that it makes',
    ' ref="1:20.667.11/a@y"></template>',
    'x',
    404,
  ),
];

/** XML of many messages' size, which only a reader can be given. */
export const TEN_MEGABYTES = `<l>${'<location href="https://a.example/"/>'.repeat(270_000)}</l>`;
