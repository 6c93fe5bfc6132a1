// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/index.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport, type Transport } from '../../src/transport/transport.ts';

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
  elements: fc.array(tie('element'), { maxLength: 3 }).map((all) => all.join('')),
  element: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(type, data).map(([t, d]) => `<value type="${t}" data="${d}"/>`),
    data.map((d) => `<value data="${d}"/>`),
    tie('elements').map((inner) => `<foreach>${inner}</foreach>`),
    fc
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
    tie('elements').map((inner) => `<def parameter="p">${inner}</def>`),
    fc.constant('<notfound/>'),
  ),
}));

const GENERATED = 80;

/** The same every time: which templates there are decides what has to be published. */
function generatedCases(): Case[] {
  const template = fc.array(element, { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
  const extension = fc.constantFrom('', '7', 'box(1,2)', 'aab', 'x@y', 'URL');
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

const CASES = [...vectorCases(), ...generatedCases()];

let network: DemoNetwork;
let transport: Transport;

beforeAll(async () => {
  const handles: Record<string, { values: readonly object[] }> = {};
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

async function resolveWhere(serversExpand: boolean, handle: string): Promise<Resolution> {
  for (const server of network.servers) server.expandsTemplates = serversExpand;
  const resolver = createResolver({
    transport,
    bootstrap: readBootstrap(network.bootstrap),
    clock: systemClock,
    random: Math.random,
  });
  try {
    return await resolver.resolve(handle);
  } finally {
    await resolver.close();
  }
}

/** What was made, without what tells by whom. */
function made(resolution: Resolution): unknown {
  const { outcome } = resolution;
  if (outcome !== 'found') return outcome;
  return resolution.values.map(({ index, type: valueType, data: bytes, ttl, permissions }) => ({
    index,
    type: valueType,
    data: Buffer.from(bytes).toString(),
    ttl,
    permissions,
  }));
}

describe('a record made by a template is the same, whoever makes it:', () => {
  it.each(CASES)('$name', async ({ handle }) => {
    const byServer = made(await resolveWhere(true, handle));
    expect(made(await resolveWhere(false, handle))).toEqual(byServer);
  });

  it('and many of these templates make something', async () => {
    let found = 0;
    for (const { handle } of CASES) {
      if ((await resolveWhere(true, handle)).outcome === 'found') found += 1;
    }
    expect(found).toBeGreaterThan(CASES.length / 3);
  });
});
