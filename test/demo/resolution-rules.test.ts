import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/network.ts';
import { OpFlag } from '../../src/protocol/op-flag.ts';
import { Opcode } from '../../src/protocol/opcode.ts';
import { serverIndex } from '../../src/protocol/server-index.ts';
import { encodeSite } from '../../src/protocol/site.ts';
import { ask, textsIn } from './ask.ts';
import { RULE_RECORDS } from './rule-records.ts';

/** Default flags without "public only". */
const EVERYTHING_READABLE = 0x18000000;

let network: DemoNetwork;

beforeAll(async () => {
  network = await startDemoNetwork({ records: RULE_RECORDS });
});

afterAll(() => network.close());

const only = (types: string[], indexes: number[] = []) => ({ selection: { types, indexes } });

describe('a handle that is there', () => {
  it('gets all its values in the order they are stored', async () => {
    const response = await ask(network.server('plain'), '20.500.1/Plain');
    expect(response.responseCode).toBe(1);
    expect(response.body).toMatchObject({ values: [{ index: 3 }, { index: 1 }, { index: 2 }] });
  });

  it.each(['20.500.1/plain', '20.500.1/PLAIN', '20.500.1/pLaIn'])(
    'is found as %s and called as it was asked for',
    async (handle) => {
      const response = await ask(network.server('plain'), handle);
      expect(response.body).toMatchObject({ kind: 'values', handle });
    },
  );

  it('is not found when letters beyond ASCII have another case', async () => {
    const found = await ask(network.server('plain'), '20.500.1/ÜNÏCØDÉ');
    expect(found.responseCode).toBe(100);
  });

  it('is found when only its ASCII letters have another case', async () => {
    const found = await ask(network.server('plain'), '20.500.1/üNïCøDé');
    expect(found.responseCode).toBe(1);
  });

  it('is another handle with a space behind its name', async () => {
    expect((await ask(network.server('plain'), '20.500.1/plain ')).responseCode).toBe(100);
  });

  it('gets the union of types and indexes', async () => {
    const response = await ask(network.server('plain'), '20.500.1/plain', only(['email'], [3]));
    expect(textsIn(response)).toEqual(['URL https://example.org/3', 'EMAIL somebody@example.org']);
  });

  it('gives no sub-types for a plain type', async () => {
    const response = await ask(network.server('plain'), '20.500.1/plain', only(['URL']));
    expect(textsIn(response)).toEqual(['URL https://example.org/3']);
  });

  it('gives a type and its sub-types for a type with a dot behind it', async () => {
    const response = await ask(network.server('plain'), '20.500.1/plain', only(['url.']));
    expect(textsIn(response)).toEqual([
      'URL https://example.org/3',
      'URL.JP https://example.org/1',
    ]);
  });

  it('answers 200 when nothing matches', async () => {
    const response = await ask(network.server('plain'), '20.500.1/plain', only(['NONE'], [99]));
    expect(response.responseCode).toBe(200);
  });

  it('answers 200 when it has no values at all', async () => {
    expect((await ask(network.server('plain'), '20.500.1/empty')).responseCode).toBe(200);
  });

  it('answers with an error when no message could hold it', async () => {
    expect((await ask(network.server('plain'), '20.500.1/too-large')).responseCode).toBe(2);
  });
});

describe('values that not everybody may read', () => {
  it('are left out when only public ones are asked for', async () => {
    const response = await ask(network.server('plain'), '20.500.1/mixed');
    expect(textsIn(response)).toEqual(['URL https://example.org/mixed']);
  });

  it('answer 200 when nothing else is left', async () => {
    expect((await ask(network.server('plain'), '20.500.1/secret')).responseCode).toBe(200);
  });

  it('answer 200 when asked for by index among public ones', async () => {
    const response = await ask(network.server('plain'), '20.500.1/mixed', only([], [300]));
    expect(response.responseCode).toBe(200);
  });

  it('answer with a challenge when administrators may read them', async () => {
    const response = await ask(network.server('plain'), '20.500.1/secret', {
      flags: EVERYTHING_READABLE,
    });
    expect(response.responseCode).toBe(402);
    expect(response.body).toMatchObject({ kind: 'challenge', nonce: { length: 16 } });
    expect(response.envelope.sessionId).toBeGreaterThan(0);
    expect(response.requestDigest).toBeDefined();
  });

  it('answer 401 when nobody may read them', async () => {
    const response = await ask(network.server('plain'), '20.500.1/for-nobody', {
      flags: EVERYTHING_READABLE,
    });
    expect(response.responseCode).toBe(401);
  });

  it('do no harm when they are not asked for', async () => {
    const response = await ask(network.server('plain'), '20.500.1/mixed', {
      flags: EVERYTHING_READABLE,
      ...only(['URL']),
    });
    expect(textsIn(response)).toEqual(['URL https://example.org/mixed']);
  });
});

describe('a handle that is not there', () => {
  it('answers 100 with an empty message', async () => {
    const response = await ask(network.server('plain'), '20.500.1/none');
    expect(response.responseCode).toBe(100);
    expect(response.body).toEqual({ kind: 'error', message: '', indexes: [] });
  });

  it('answers 301 under a prefix that lives elsewhere', async () => {
    expect((await ask(network.server('plain'), '20.500.2/served')).responseCode).toBe(301);
  });

  it('answers 301 at a local server when it is the root’s', async () => {
    expect((await ask(network.server('plain'), '0.NA/20.500.1')).responseCode).toBe(301);
  });

  it('answers 301 at the root when a local service has it', async () => {
    expect((await ask(network.server('root'), '20.500.1/plain')).responseCode).toBe(301);
  });
});

describe('a site of two servers', () => {
  it.each(['20.500.3/a', '20.500.3/b', '20.500.3/c', '20.500.3/d'])(
    'has %s on one of them and sends those who ask the other away',
    async (handle) => {
      const own = serverIndex(handle, 2, 2);
      const holder = network.server(own === 0 ? 'hash-1' : 'hash-2');
      const other = network.server(own === 0 ? 'hash-2' : 'hash-1');
      expect((await ask(holder, handle)).responseCode).toBe(1);
      const refusal = await ask(other, handle);
      expect(refusal.responseCode).toBe(301);
      expect(refusal.body).toMatchObject({
        message: expect.stringContaining('hashed incorrectly'),
      });
    },
  );

  it('uses both servers for the handles of these tests', () => {
    const used = ['a', 'b', 'c', 'd'].map((name) => serverIndex(`20.500.3/${name}`, 2, 2));
    expect(new Set(used)).toEqual(new Set([0, 1]));
  });
});

describe('the root', () => {
  it('finds a name without a slash under 0.NA and calls it as asked', async () => {
    const response = await ask(network.server('root'), 'SLASHless');
    expect(response.body).toMatchObject({ kind: 'values', handle: 'SLASHless' });
  });

  it('finds the same record by its full name', async () => {
    expect(textsIn(await ask(network.server('root'), '0.na/slashless'))).toEqual(['DESC no slash']);
  });

  it('has the other handles that begin with 0.', async () => {
    expect(textsIn(await ask(network.server('root'), '0.type/thing'))).toEqual(['DESC a type']);
  });

  it('answers 100 for a prefix that nobody has', async () => {
    expect((await ask(network.server('root'), '0.NA/20.500.99')).responseCode).toBe(100);
  });
});

describe('a derived prefix at the root', () => {
  it('answers 303 with the public delegating values of the nearest ancestor', async () => {
    const response = await ask(network.server('root'), '0.NA/20.500.4.7');
    expect(response.responseCode).toBe(303);
    expect(response.body).toMatchObject({
      kind: 'referral',
      referralHandle: '',
      values: [{ index: 10, type: 'HS_SERV.PREFIX' }],
    });
  });

  it('answers 303 as well when several levels are missing', async () => {
    expect((await ask(network.server('root'), '0.NA/20.500.4.7.1.2')).responseCode).toBe(303);
  });

  it('answers 303 for a name without a slash', async () => {
    expect((await ask(network.server('root'), '20.500.4.7')).responseCode).toBe(303);
  });

  it('answers 100 when told not to refer', async () => {
    const response = await ask(network.server('root'), '0.NA/20.500.4.7', {
      flags: 0x19000000 | OpFlag.doNotRefer,
    });
    expect(response.responseCode).toBe(100);
  });

  it('answers 100 when no ancestor delegates', async () => {
    expect((await ask(network.server('root'), '0.NA/20.500.1.7')).responseCode).toBe(100);
  });

  it('is looked up by the root itself for clients below 2.10', async () => {
    const response = await ask(network.server('root'), '0.NA/20.500.4.7', {
      suggested: { major: 2, minor: 9 },
      recursionCount: 1,
    });
    expect(response.body).toMatchObject({ kind: 'values', values: [{ type: 'HS_SITE' }] });
    expect(response.header.recursionCount).toBe(2);
  });

  it('ends in an error for such clients when its registry does not have it', async () => {
    const response = await ask(network.server('root'), '0.NA/20.500.4.8', {
      suggested: { major: 2, minor: 9 },
    });
    expect(response.responseCode).toBe(2);
  });
});

describe('the registry of derived prefixes', () => {
  it('has what the root refers to', async () => {
    const response = await ask(network.server('delegate'), '0.NA/20.500.4.7');
    expect(response.body).toMatchObject({ kind: 'values', values: [{ type: 'HS_SITE' }] });
  });

  it('answers 100 for another prefix below the same', async () => {
    expect((await ask(network.server('delegate'), '0.NA/20.500.4.9')).responseCode).toBe(100);
  });

  it('answers 301 for a prefix that nobody delegated to it', async () => {
    expect((await ask(network.server('delegate'), '0.NA/20.500.1.9')).responseCode).toBe(301);
  });

  it('is named by the service handle that the file leaves open', async () => {
    const response = await ask(network.server('root'), '0.SERV/DERIVED');
    expect(response.body).toMatchObject({ kind: 'values', values: [{ type: 'HS_SITE' }] });
  });

  it('holds the records below the derived prefix', async () => {
    const response = await ask(network.server('delegate'), '20.500.4.7/derived');
    expect(textsIn(response)).toEqual(['URL https://example.org/derived']);
  });
});

describe('the other opcodes', () => {
  it('a server tells its own site', async () => {
    const server = network.server('plain');
    const response = await ask(server, '/', { opcode: Opcode.siteInfo });
    if (response.body.kind !== 'site') throw new Error('no site');
    const published = await ask(network.server('root'), '0.NA/20.500.1', only(['HS_SITE']));
    if (published.body.kind !== 'values') throw new Error('no values');
    expect(published.body.values.map(({ data }) => Buffer.from(data))).toEqual([
      Buffer.from(encodeSite(response.body.site)),
    ]);
  });

  it.each([Opcode.createHandle, Opcode.listHandles, Opcode.sessionSetup, 77])(
    'opcode %i is not supported',
    async (opcode) => {
      const response = await ask(network.server('plain'), '20.500.1/plain', { opcode });
      expect(response.responseCode).toBe(5);
      expect(response.header.opcode).toBe(opcode);
    },
  );
});
