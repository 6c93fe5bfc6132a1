import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemoNetwork } from '../../src/demo/index.ts';
import { createApp } from '../../src/http/app.ts';
import { startServer } from '../../src/http/server.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { readXml } from '../../src/xml/read-xml.ts';
import { ask } from '../http/kit/serve.ts';
import { HOSTILE_RECORDS, TEN_MEGABYTES } from './hostile-records.ts';
import { recordsOf } from './records-of.ts';

const closers: (() => Promise<void>)[] = [];
const warnings: string[] = [];
let port = 0;

beforeAll(async () => {
  const network = await startDemoNetwork({ records: recordsOf(HOSTILE_RECORDS) });
  const transport = createTransport({ clock: systemClock, allowAddress: () => true });
  const resolver = createResolver({
    transport,
    bootstrap: readBootstrap(network.bootstrap),
    clock: systemClock,
    random: Math.random,
  });
  // A server that is hurt by the record itself is not what this is about.
  for (const server of network.servers) server.expandsTemplates = false;
  const app = createApp({
    resolver,
    clock: systemClock,
    httpMaxAge: 60,
    ready: () => true,
    observer: { warning: ({ name }) => warnings.push(name) },
  });
  const server = await startServer(app, { host: '127.0.0.1', port: 0 });
  port = server.port;
  closers.push(
    () => server.close(0),
    () => resolver.close(),
    () => transport.close(),
    () => network.close(),
  );
});

afterAll(async () => {
  for (const close of closers) await close();
});

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
