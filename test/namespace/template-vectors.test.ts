import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { expandTemplate } from '../../src/namespace/expand-template.ts';
import { parseNamespace } from '../../src/namespace/parse-namespace.ts';

interface VectorValue {
  index: number;
  timestamp: number;
  ttlType: number;
  ttl: number;
  permissions: number;
  type: string;
  dataHex: string;
}

interface Vector {
  name: string;
  kind: string;
  description: string;
  overruled?: string;
  object: {
    baseNamespace: string | null;
    prefixNamespace: string | null;
    globalNamespace: string | null;
    serverConfigDelimiter: string | null;
    handle: string;
    base: string;
    caseSensitive: boolean;
    baseValues: VectorValue[];
    outcome: string;
    result: VectorValue[] | null;
  };
}

const file = new URL('../vectors/wire.json', import.meta.url);
const vectors = (JSON.parse(readFileSync(file, 'utf8')) as Vector[]).filter(
  ({ kind }) => kind === 'template',
);

/** Where the recording is overruled, what is expected instead. */
const OVERRULED: Readonly<Record<string, unknown>> = {
  'template-no-template-at-all': { outcome: 'not-found' },
  'template-bad-regex': { outcome: 'made', values: [] },
};

describe('template vectors recorded from deployed servers', () => {
  for (const vector of vectors) {
    const expected = vector.overruled === undefined ? recorded(vector) : OVERRULED[vector.name];
    const title = vector.overruled ?? vector.description;
    it(`${vector.name}: ${title}`, async () => {
      expect(await expand(vector)).toEqual(expected);
    });
  }

  it('are all there', () => {
    expect(vectors).toHaveLength(25);
  });
});

function recorded({ object }: Vector): unknown {
  switch (object.outcome) {
    case 'OK':
      return { outcome: 'made', values: object.result?.map(toValue) };
    case 'VALUES_NOT_FOUND':
      return { outcome: 'made', values: [] };
    default:
      return { outcome: 'not-found' };
  }
}

async function expand({ object }: Vector): Promise<unknown> {
  const complain = () => {};
  const namespaces = [object.prefixNamespace, object.globalNamespace]
    .filter((text) => text !== null)
    .map((text) => parseNamespace(text, complain))
    .filter((namespace) => namespace !== undefined);
  const base = object.baseValues.map(toValue);
  if (object.baseNamespace !== null) base.push(namespaceValue(object.baseNamespace));
  const expansion = await expandTemplate({
    handle: object.handle,
    namespaces,
    fallbackDelimiter: object.serverConfigDelimiter ?? '',
    caseSensitive: object.caseSensitive,
    complain,
    lookUp: {
      baseValues: async (handle) => (handle === object.base ? base : undefined),
      referencedValue: async () => undefined,
    },
  });
  if (expansion.outcome !== 'made') {
    // Without a delimiter a server has nothing to expand, which is not found as well.
    return { outcome: 'not-found' };
  }
  return { outcome: 'made', values: expansion.values.map(plain) };
}

function toValue({ dataHex, ...value }: VectorValue & { dataText?: string }): HandleValue {
  const { dataText: _, ...members } = value;
  return { ...members, references: [], data: new Uint8Array(Buffer.from(dataHex, 'hex')) };
}

/** With data of one class, which is what is compared. */
function plain(value: HandleValue): HandleValue {
  return { ...value, data: new Uint8Array(value.data) };
}

function namespaceValue(xml: string): HandleValue {
  return {
    index: 900,
    timestamp: 0,
    ttlType: 0,
    ttl: 86_400,
    permissions: 14,
    type: 'HS_NAMESPACE',
    data: Buffer.from(xml),
    references: [],
  };
}
