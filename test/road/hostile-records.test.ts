import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readXml } from '../../src/xml/read-xml.ts';
import { ask } from '../http/kit/serve.ts';
import { type WholeProxy, wholeProxy } from '../http/kit/whole-proxy.ts';
import { HOSTILE_RECORDS, TEN_MEGABYTES } from './hostile-records.ts';
import { recordsOf } from './records-of.ts';

const warnings: string[] = [];
let proxy: WholeProxy;
let port = 0;

beforeAll(async () => {
  const { handles } = recordsOf(HOSTILE_RECORDS);
  const warning = ({ name }: { name: string }) => void warnings.push(name);
  proxy = await wholeProxy(handles, { observer: { warning } });
  port = proxy.port;
  // A server that is hurt by the record itself is not what this is about.
  for (const server of proxy.network.servers) server.expandsTemplates = false;
});

afterAll(() => proxy.close());

describe('a record that is made to hurt', () => {
  it.each(HOSTILE_RECORDS)('only hurts itself: $name', async ({ path, status }) => {
    const answer = await ask(port, path);
    expect(answer.status).toBe(status);
    expect(await ask(port, path)).toMatchObject({ status });
  });

  it('never makes a request fail in a way that nobody foresaw', () => {
    expect(warnings).not.toContain('request-failed');
  });

  it('is not read at all when it is larger than any message', () => {
    expect(readXml(TEN_MEGABYTES)).toMatchObject({ ok: false });
  });
});
