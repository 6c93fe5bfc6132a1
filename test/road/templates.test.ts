// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/index.ts';
import type { ExchangeEvent } from '../../src/events.ts';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport, type Transport } from '../../src/transport/transport.ts';
import { templateRecords } from '../demo/template-records.ts';

interface Case {
  readonly name: string;
  readonly handle: string;
  readonly base: string;
  readonly baseValues: readonly object[];
  readonly namespace: string | null;
  /** In the record of the base. */
  readonly baseNamespace?: string | null;
}

interface Vector {
  readonly name: string;
  readonly kind: string;
  readonly object: {
    readonly handle: string;
    readonly base: string;
    readonly baseNamespace: string | null;
    readonly prefixNamespace: string | null;
    readonly globalNamespace: string | null;
    readonly baseValues: readonly { index: number; type: string; ttl: number; dataHex: string }[];
  };
}

const value = (index: number, type: string, data: string, ttl = 86_400) => ({
  index,
  type,
  ttl,
  data: { format: 'string', value: data },
});

/** Each vector under a prefix of its own, so that all of them live in one network. */
function vectorCases(): Case[] {
  const path = new URL('../vectors/wire.json', import.meta.url);
  const vectors = JSON.parse(readFileSync(path, 'utf8')) as Vector[];
  return vectors
    .filter(({ kind, object }) => kind === 'template' && object.globalNamespace === null)
    .map(({ name, object }, position) => {
      const own = (handle: string) => handle.replace(/^[^/]*/, `20.700.${position}`);
      return {
        name,
        handle: own(object.handle),
        base: own(object.base),
        baseValues: object.baseValues.map(({ index, type, ttl, dataHex }) => ({
          index,
          type,
          ttl,
          data: { format: 'hex', value: dataHex },
        })),
        namespace: object.prefixNamespace,
        baseNamespace: object.baseNamespace,
      };
    });
}

const word = fc.stringMatching(/^[a-zA-Z0-9 ._-]{0,8}$/);
const reference = fc.constantFrom(
  '${handle}',
  '${base}',
  '${extension}',
  '${type}',
  '${data}',
  '${index}',
  '$1',
  '${extension[1]}',
  '${p}',
  '\\$',
  '',
);
const data = fc.array(fc.oneof(word, reference), { maxLength: 4 }).map((parts) => parts.join(''));
const type = fc.constantFrom('URL', 'EMAIL', 'X');

const { element } = fc.letrec<{ element: string; elements: string }>((tie) => ({
  elements: fc.array(tie('element'), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  element: fc.oneof(
    { depthSize: 'small' },
    {
      weight: 4,
      arbitrary: fc.tuple(type, data).map(([t, d]) => `<value type="${t}" data="${d}"/>`),
    },
    { weight: 4, arbitrary: data.map((d) => `<value data="${d}"/>`) },
    { weight: 4, arbitrary: tie('elements').map((inner) => `<foreach>${inner}</foreach>`) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          fc.constantFrom('extension', 'type', 'data', 'handle'),
          fc.constantFrom('URL', '(.*)', 'box\\((.*),(.*)\\)', '[0-9]+', 'a+b?'),
          fc.constantFrom('equals', 'matches'),
          fc.boolean(),
          tie('elements'),
          tie('elements'),
        )
        .map(
          ([v, expression, test, negate, yes, no]) =>
            `<if value="${v}" test="${test}" negate="${negate}" expression="${expression}">${yes}</if><else>${no}</else>`,
        ),
    },
    {
      weight: 1,
      arbitrary: tie('elements').map((inner) => `<def parameter="p">${inner}</def>`),
    },
    { weight: 1, arbitrary: fc.constantFrom('<notfound/>', '<value/>', '<value index="2"/>') },
  ),
}));

const GENERATED = 200;

/** The same every time: which templates there are decides what has to be published. */
function generatedCases(): Case[] {
  const template = fc.array(element, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
  const extension = fc.oneof(
    fc.constantFrom('', '7', 'box(1,2)', 'aab', 'x@y', 'URL'),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  return fc
    .sample(fc.tuple(template, extension), { numRuns: GENERATED, seed: 20260101 })
    .map(([body, ending], position) => ({
      name: `generated ${position}: ${body}`,
      handle: `20.701.${position}/a@${ending}`,
      base: `20.701.${position}/a`,
      baseValues: [
        value(1, 'URL', 'https://example.org/a', 60),
        value(2, 'EMAIL', 'desk@example.org'),
        value(7, 'URL.x', 'box(3,4)'),
      ],
      namespace: `<namespace><template delimiter="@">${body}</template></namespace>`,
    }));
}

const GENERATED_CASES = generatedCases();
const CASES = [...vectorCases(), ...GENERATED_CASES];

/** No message could hold what the last of them makes. */
const RULES = templateRecords();
const BY_RULES = [
  '20.500.1/abc@box(10,20,30,40)',
  '20.500.1/abc@other',
  '20.500.1/abc@stored',
  '20.500.1/none@x',
  '20.500.1/own@x',
  '20.500.1/ref@x',
  '20.500.1/ref-to-made@x',
  '20.500.1/ref-nowhere@x',
  '20.500.1/ref-to-restricted@x',
  '20.500.1/ref-to-itself@x',
  '20.500.1/ref-branching@x',
  '20.500.2/base@x',
  '20.500.3/base@1',
  '20.500.3/base@2',
  '20.500.3/base@3',
  '20.500.4/any@made',
  '20.500.5/x@a',
  '20.500.7/base@x',
].map((handle) => ({ name: handle, handle }));

let network: DemoNetwork;
let transport: Transport;

beforeAll(async () => {
  const handles: Record<string, { values: readonly unknown[] }> = { ...RULES.handles };
  for (const { base, handle, baseValues, namespace, baseNamespace } of CASES) {
    const [prefix = ''] = handle.split('/');
    if (namespace !== null) {
      handles[`0.NA/${prefix}`] = { values: [value(10, 'HS_NAMESPACE', namespace)] };
    }
    const own = baseNamespace ? [value(900, 'HS_NAMESPACE', baseNamespace)] : [];
    // A prefix has to have a handle, or nobody gives it a home.
    const stored = base.includes('/') ? base : `${prefix}/other`;
    handles[stored] = { values: [...baseValues, ...own, value(999, 'OTHER', 'x')] };
  }
  network = await startDemoNetwork({ records: { handles } });
  transport = createTransport({ clock: systemClock, allowAddress: () => true });
});

afterAll(async () => {
  await transport.close();
  await network.close();
});

interface Answered {
  readonly resolution: Resolution;
  /** What was asked of the handle's service, and of others for their templates. */
  readonly records: readonly ExchangeEvent[];
}

async function resolveWhere(serversExpand: boolean, handle: string): Promise<Answered> {
  for (const server of network.servers) server.expandsTemplates = serversExpand;
  const records: ExchangeEvent[] = [];
  const resolver = createResolver({
    transport,
    bootstrap: readBootstrap(network.bootstrap),
    clock: systemClock,
    random: Math.random,
    observer: {
      exchange(event) {
        if (event.purpose === 'record') records.push(event);
      },
    },
  });
  try {
    return { resolution: await resolver.resolve(handle), records };
  } finally {
    await resolver.close();
  }
}

const OUTCOMES: Readonly<Record<number, string>> = {
  100: 'handle-not-found',
  200: 'values-not-found',
};

/** What the server says by itself, over UDP, in its first and only answer. */
async function madeByServer(handle: string): Promise<unknown> {
  const { resolution, records } = await resolveWhere(true, handle);
  const [first] = records;
  expect(first).toMatchObject({ handle, protocol: 'udp' });
  if (first?.responseCode !== 1) return OUTCOMES[first?.responseCode ?? 0] ?? first;
  expect(records).toHaveLength(1);
  return made(resolution);
}

/** What the resolver makes when all that servers have is what is stored. */
async function madeByResolver(handle: string): Promise<unknown> {
  return made((await resolveWhere(false, handle)).resolution);
}

/** Everything of the values but the timestamp, which says when a server got them. */
function made(resolution: Resolution): unknown {
  const { outcome } = resolution;
  if (outcome !== 'found') return outcome;
  return resolution.values.map(({ data: bytes, timestamp: _, ...others }: HandleValue) => ({
    ...others,
    data: Buffer.from(bytes).toString('latin1'),
  }));
}

describe('a record made by a template is the same, whoever makes it:', () => {
  it.each([...CASES, ...BY_RULES])('$name', async ({ handle }) => {
    expect(await madeByResolver(handle)).toEqual(await madeByServer(handle));
  });

  it('and many of these templates make something', async () => {
    let found = 0;
    for (const { handle } of GENERATED_CASES) {
      if (Array.isArray(await madeByServer(handle))) found += 1;
    }
    expect(found).toBeGreaterThan(GENERATED_CASES.length / 3);
  });
});

describe('the TTL of a value that a template makes', () => {
  const ttlsOf = async (handle: string) => {
    const resolutions = [await resolveWhere(true, handle), await resolveWhere(false, handle)];
    return resolutions.map(({ resolution }) =>
      resolution.outcome === 'found' ? resolution.values.map(({ ttl }) => ttl) : [],
    );
  };

  it('is that of the value it is a copy of', async () => {
    expect(await ttlsOf('20.500.3/short@1')).toEqual([[60], [60]]);
  });

  it('is a day when it is no copy', async () => {
    expect(await ttlsOf('20.500.4/any@made')).toEqual([[86_400], [86_400]]);
  });
});
