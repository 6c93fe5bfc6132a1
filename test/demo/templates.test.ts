// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expand } from '../../src/demo/expand.ts';
import { makeValue } from '../../src/demo/make-value.ts';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/network.ts';
import { RecordStore } from '../../src/demo/record-store.ts';
import { encodeRequest } from '../../src/protocol/request.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { serverIndex } from '../../src/protocol/server-index.ts';
import { HOSTILE_RECORDS } from '../road/hostile-records.ts';
import { recordsOf } from '../road/records-of.ts';
import { ask, askHttp, askUdp, requestFor, textsIn } from './ask.ts';
import { namespaceOf, templateRecords } from './template-records.ts';
import { walk } from './walk.ts';

/** Default flags without "public only". */
const EVERYTHING_READABLE = 0x18000000;
const BOX = '20.500.1/abc@box(10,20,30,40)';
const BOX_VALUES = [
  'URL http://example.org/data/abc?wh=40&ww=30&wy=20&wx=10',
  'EMAIL contact@example.org',
];

let network: DemoNetwork;

beforeAll(async () => {
  network = await startDemoNetwork({ records: templateRecords() });
});

afterEach(() => {
  for (const server of network.servers) server.expandsTemplates = server.name !== 'served';
});

afterAll(() => network.close());

const only = (types: string[], indexes: number[] = []) => ({ selection: { types, indexes } });

describe('a template handle', () => {
  it('is made by the server, over TCP', async () => {
    expect(textsIn(await ask(network.server('plain'), BOX))).toEqual(BOX_VALUES);
  });

  it('is made by the server, over UDP', async () => {
    const { udp } = network.server('plain').addresses;
    expect(textsIn(await askUdp(udp, requestFor(BOX)))).toEqual(BOX_VALUES);
  });

  it('is made by the server, over HTTP', async () => {
    const { http } = network.server('plain').addresses;
    const { body } = await askHttp(http, encodeRequest(requestFor(BOX)));
    expect(textsIn(decodeResponse(body))).toEqual(BOX_VALUES);
  });

  it('is signed like any other', async () => {
    expect(textsIn(await walk(network, BOX))).toEqual(BOX_VALUES);
  });

  it('is called as it was asked for, and found in any ASCII case of its base', async () => {
    const { body } = await ask(network.server('plain'), '20.500.1/ABC@page');
    expect(body).toMatchObject({ kind: 'values', handle: '20.500.1/ABC@page' });
  });

  it('counts as asked for', async () => {
    network.server('plain').counts.reset();
    await ask(network.server('plain'), BOX);
    expect(network.server('plain').counts.of(BOX)).toBe(1);
  });

  it('gives only the values that are asked for', async () => {
    const server = network.server('plain');
    expect(textsIn(await ask(server, BOX, only(['EMAIL'])))).toEqual(BOX_VALUES.slice(1));
    expect(textsIn(await ask(server, BOX, only([], [1])))).toEqual(BOX_VALUES.slice(0, 1));
    expect((await ask(server, BOX, only(['NONE']))).responseCode).toBe(200);
  });

  it('keeps from everybody what its base keeps from everybody', async () => {
    const response = await ask(network.server('plain'), BOX, {
      flags: EVERYTHING_READABLE,
      ...only(['HS_SECKEY']),
    });
    expect(response.responseCode).toBe(402);
  });

  it('gives way to a record that is stored', async () => {
    const response = await ask(network.server('plain'), '20.500.1/abc@stored');
    expect(textsIn(response)).toEqual(['DESC stored']);
  });

  it('is not there when its name is not divided', async () => {
    expect((await ask(network.server('plain'), '20.500.1/none')).responseCode).toBe(100);
  });

  it('has no values when its base has none', async () => {
    expect((await ask(network.server('plain'), '20.500.1/none@x')).responseCode).toBe(200);
  });

  it('is made of a base that another server of the site holds', async () => {
    const apart = ['@1', '@2', '@3', '@4', '@5', '@6']
      .map((ending) => `20.500.3/base${ending}`)
      .find((handle) => serverIndex(handle, 2, 2) !== serverIndex('20.500.3/base', 2, 2));
    if (apart === undefined) throw new Error('all of them are on the same server');
    const holder = serverIndex(apart, 2, 2) === 0 ? 'hash-1' : 'hash-2';
    expect(textsIn(await ask(network.server(holder), apart))).toEqual([
      `URL https://example.org/base#${apart.split('@')[1]}`,
    ]);
  });

  it('cannot be had when no message could hold it', async () => {
    const { responseCode, body } = await ask(network.server('plain'), '20.500.6/x@y');
    expect(responseCode).toBe(2);
    expect(body).toMatchObject({ message: expect.stringMatching(/bytes would be refused/) });
  });
});

describe('the namespace that a server goes by', () => {
  it('is the base’s own, if it has one', async () => {
    const response = await ask(network.server('plain'), '20.500.1/own@x');
    expect(textsIn(response)).toEqual(['URL https://own.example.org/x']);
  });

  it('is none that only administrators may read', async () => {
    expect((await ask(network.server('plain'), '20.500.7/base@x')).responseCode).toBe(100);
  });

  it('is the registry’s, where the prefix has none', async () => {
    const registry = namespaceOf(
      '<template delimiter="!"><value type="T" data="${base}"/></template>',
    );
    const records = { handles: { 'a/x': { values: [] }, '0.NA/0.NA': { values: [registry] } } };
    const other = await startDemoNetwork({ records });
    const made = await ask(other.server('plain'), 'a/x!y');
    const global = await ask(other.server('root'), '0.TYPE/x!y');
    await other.close();
    expect(textsIn(made)).toEqual(['T a/x']);
    expect(textsIn(global)).toEqual(['T 0.TYPE/x']);
  });
});

describe('a template by reference', () => {
  it('may stand in a record of another service', async () => {
    const response = await ask(network.server('plain'), '20.500.1/ref@x');
    expect(textsIn(response)).toEqual(['URL https://shared.example.org/x']);
  });

  it('may stand in a handle that is made by a template', async () => {
    const response = await ask(network.server('plain'), '20.500.1/ref-to-made@x');
    expect(textsIn(response)).toEqual(['URL https://made.example.org/x']);
  });

  it.each([
    ['is not there', '20.500.1/ref-nowhere@x'],
    ['only administrators may read', '20.500.1/ref-to-restricted@x'],
    ['is made by itself', '20.500.1/ref-to-itself@x'],
    ['branches at every turn', '20.500.1/ref-branching@x'],
  ])('that %s makes nothing', async (_, handle) => {
    expect((await ask(network.server('plain'), handle)).responseCode).toBe(100);
  });
});

describe('template handles', () => {
  it('are unknown to the server found through the service handle', async () => {
    expect((await ask(network.server('served'), '20.500.2/base@x')).responseCode).toBe(100);
    expect(network.summary.join('\n')).toMatch(/20\.500\.2:.*no template handles/);
  });

  it('can be unknown to any server, from one request to the next', async () => {
    const plain = network.server('plain');
    plain.expandsTemplates = false;
    expect((await ask(plain, BOX)).responseCode).toBe(100);
    plain.expandsTemplates = true;
    expect((await ask(plain, BOX)).responseCode).toBe(1);
    const served = network.server('served');
    served.expandsTemplates = true;
    expect(textsIn(await ask(served, '20.500.2/base@x'))).toEqual(['URL https://served.example/x']);
  });

  it('keep nobody waiting who asks for another', async () => {
    const store = new RecordStore();
    store.set('0.NA/A', [makeValue(1, 'HS_NAMESPACE', '<n><template delimiter="@"/></n>')]);
    const find = (handle: string) => store.get(handle);
    expect(expand('a/not-divided', find)).toBeUndefined();
    expect(expand('b/divided@x', find)).toBeUndefined();
    expect(expand('a/divided@x', find)).toBeInstanceOf(Promise);
  });
});

describe('a server with records that are made to hurt', () => {
  const hostile = HOSTILE_RECORDS.filter(({ path }) => path.includes('@'));
  let hurt: DemoNetwork;

  beforeAll(async () => {
    hurt = await startDemoNetwork({ records: recordsOf(hostile) });
    for (const server of hurt.servers) server.expandsTemplates = true;
  });

  afterAll(() => hurt.close());

  it.each(hostile)('answers, and goes on: $name', async ({ path, status }) => {
    const { responseCode } = await walk(hurt, decodeURIComponent(path.slice(1)));
    expect(status === 302 ? [1] : [100, 200]).toContain(responseCode);
    expect((await walk(hurt, '20.667.1/a')).responseCode).toBe(1);
  });
});
