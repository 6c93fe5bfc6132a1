import { describe, expect, it } from 'vitest';
import type { ExchangeEvent, RequestEvent } from '../../src/events.ts';
import { createLog, type LogOptions } from '../../src/telemetry/log.ts';

const TIME = '2026-01-02T03:04:05.678Z';

const REQUEST: RequestEvent = {
  method: 'GET',
  httpVersion: '1.1',
  way: 'web',
  target: '/20.500.1/abc?x="\n"',
  status: 302,
  milliseconds: 1.23456,
  clientAddress: '192.0.2.77',
  handle: '20.500.1/abc',
  responseCode: 1,
  cache: 'hit',
  userAgent: 'curl/8',
};

const EXCHANGE: ExchangeEvent = {
  handle: '20.500.1/abc',
  purpose: 'record',
  protocol: 'udp',
  address: '192.0.2.1',
  port: 2641,
  milliseconds: 5,
  attempts: 1,
  bytes: 300,
  responseCode: 1,
};

function written(options: Pick<LogOptions, 'level' | 'accessLog'>) {
  const lines: { stream: 'out' | 'err'; line: string }[] = [];
  const log = createLog({
    ...options,
    clock: { now: () => Date.parse(TIME), elapsed: () => 0, after: () => () => {} },
    out: (line) => lines.push({ stream: 'out', line }),
    err: (line) => lines.push({ stream: 'err', line }),
  });
  log.warning?.({ name: 'bad-site-record', handle: '0.NA/20.9', message: 'no servers' });
  log.exchange?.(EXCHANGE);
  log.request?.(REQUEST);
  return lines.map(({ stream, line }) => ({ stream, ...(JSON.parse(line) as object) }));
}

describe('the log', () => {
  it('writes warnings to stderr, one object a line', () => {
    expect(written({ level: 'info', accessLog: 'off' })).toEqual([
      {
        stream: 'err',
        time: TIME,
        level: 'warn',
        name: 'bad-site-record',
        handle: '0.NA/20.9',
        message: 'no servers',
      },
    ]);
  });

  it('writes exchanges when it is to debug', () => {
    const debug = { stream: 'err', time: TIME, level: 'debug', name: 'exchange', ...EXCHANGE };
    expect(written({ level: 'debug', accessLog: 'off' })).toContainEqual(debug);
  });

  it('is silent below its level', () => {
    expect(written({ level: 'error', accessLog: 'off' })).toEqual([]);
  });

  it('writes requests to stdout with the network of the client, whatever the level', () => {
    expect(written({ level: 'error', accessLog: 'json' })).toEqual([
      {
        stream: 'out',
        time: TIME,
        client: '192.0.2.0',
        method: 'GET',
        target: '/20.500.1/abc?x="\n"',
        status: 302,
        milliseconds: 1.235,
        handle: '20.500.1/abc',
        responseCode: 1,
        cache: 'hit',
        userAgent: 'curl/8',
      },
    ]);
  });

  it('cannot be broken into two lines by what a client sends', () => {
    const lines: string[] = [];
    const clock = { now: () => 0, elapsed: () => 0, after: () => () => {} };
    const out = (line: string) => lines.push(line);
    createLog({ level: 'info', accessLog: 'json', clock, out, err: out }).request?.(REQUEST);
    expect(lines).toHaveLength(1);
    expect(lines.join('')).not.toContain('\n');
  });
});
