import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_FEATURES } from '../../src/demo/example-features.ts';
import { exampleLinks } from '../../src/demo/example-links.ts';
import {
  exampleRecords,
  SIGNED_EXAMPLE,
  WRONGLY_SIGNED_EXAMPLE,
} from '../../src/demo/example-records.ts';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/network.ts';
import { readRecordsFile } from '../../src/demo/records-file.ts';
import { ROOT_HANDLE } from '../../src/handle/handle.ts';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { serverIndex } from '../../src/protocol/server-index.ts';
import { askUdp, requestFor } from './ask.ts';
import { signatureProblem } from './verify-record.ts';
import { walk } from './walk.ts';

const BASE = 'http://127.0.0.1:8080';
const LINKS = exampleLinks(BASE);
const HANDLES = [...readRecordsFile(exampleRecords()).keys()];

describe('the example links', () => {
  it('show every feature', () => {
    expect(
      EXAMPLE_FEATURES.filter((name) => !LINKS.some(({ feature }) => feature === name)),
    ).toEqual([]);
  });

  it('are different requests', () => {
    const requests = LINKS.map(({ url, headers }) => JSON.stringify([url, headers]));
    expect(new Set(requests).size).toBe(LINKS.length);
  });

  it('survive browsers, which write addresses anew', () => {
    const changed = LINKS.filter(({ url }) => new URL(url).href !== url);
    expect(changed.map(({ url }) => url)).toEqual([]);
  });

  it('have a location exactly where they lead elsewhere', () => {
    const odd = LINKS.filter(({ status, location }) => status === 302 && location === null);
    expect(odd).toEqual([]);
  });

  it('begin with the base they are given, with or without a slash', () => {
    expect(exampleLinks(`${BASE}/`)).toEqual(LINKS);
    expect(LINKS.every(({ url }) => url.startsWith(`${BASE}/`))).toBe(true);
  });
});

describe('the example network', () => {
  let network: DemoNetwork;

  beforeAll(async () => {
    network = await startDemoNetwork();
  });

  afterAll(() => network.close());

  it.each(HANDLES)('has %s', async (handle) => {
    const { responseCode } = await walk(network, handle);
    expect(responseCode).toBe(handle.endsWith('/restricted') ? 200 : 1);
  });

  it('has handles on both servers of the partitioned service', () => {
    const partitioned = HANDLES.filter((handle) => handle.startsWith('20.500.3/'));
    expect(new Set(partitioned.map((handle) => serverIndex(handle, 2, 2)))).toEqual(
      new Set([0, 1]),
    );
  });

  it('has a record of 300 values and more than 64 KB, which UDP can carry', async () => {
    const { udp } = network.server('plain').addresses;
    const response = await askUdp(udp, requestFor('20.500.1/large'));
    expect(response.envelope.messageLength).toBeGreaterThan(65_536);
    expect(response.body).toMatchObject({ values: { length: 300 } });
  });

  it('signs one record so that a chain leads to the root', async () => {
    expect(await signatureProblem(SIGNED_EXAMPLE, recordOf)).toBeUndefined();
  });

  it('signs another one wrongly', async () => {
    expect(await signatureProblem(WRONGLY_SIGNED_EXAMPLE, recordOf)).toBe('digest of value 1');
  });

  it.each([ROOT_HANDLE, '0.NA/0.NA'])('signs %s', async (handle) => {
    expect(await signatureProblem(handle, recordOf)).toBeUndefined();
  });

  async function recordOf(handle: string): Promise<readonly HandleValue[]> {
    const { body } = await walk(network, handle);
    if (body.kind !== 'values') throw new Error(`${handle} has no values`);
    return body.values;
  }
});
