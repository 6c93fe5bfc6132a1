import { describe, expect, it } from 'vitest';
import type { ExchangeEvent, RequestEvent } from '../../src/events.ts';
import { createLog, type LogOptions } from '../../src/telemetry/log.ts';

const TIME = '2026-01-02T03:04:05.678Z';

const REQUEST: RequestEvent = {
  method: 'GET',
  httpVersion: '1.1',
  scheme: 'http',
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

function written(options: Partial<LogOptions>) {
  const lines: { stream: 'out' | 'err'; line: string }[] = [];
  const log = createLog({
    level: 'info',
    accessLog: 'off',
    clientAddress: 'network',
    clock: { now: () => Date.parse(TIME), elapsed: () => 0, after: () => () => {} },
    out: { write: (line) => lines.push({ stream: 'out', line }) },
    err: { write: (line) => lines.push({ stream: 'err', line }) },
    ...options,
  });
  log.warning?.({ name: 'bad-site-record', handle: '0.NA/20.9', message: 'no servers' });
  log.notice?.({ name: 'purged', message: 'everything' });
  log.exchange?.(EXCHANGE);
  log.request?.(REQUEST);
  return lines;
}

function objects(options: Partial<LogOptions>) {
  return written(options).map(({ stream, line }) => {
    expect(line.indexOf('\n')).toBe(line.length - 1);
    return { stream, ...(JSON.parse(line) as object) };
  });
}

const WARNING = {
  stream: 'err',
  level: 'warn',
  time: TIME,
  name: 'bad-site-record',
  handle: '0.NA/20.9',
  message: 'no servers',
};

const NOTICE = { stream: 'err', level: 'info', time: TIME, name: 'purged', message: 'everything' };

describe('the log', () => {
  it('writes what goes wrong to stderr, and what operators do, one object a line', () => {
    expect(objects({})).toEqual([WARNING, NOTICE]);
  });

  it('writes exchanges when it is to debug', () => {
    const debug = { stream: 'err', level: 'debug', time: TIME, name: 'exchange', ...EXCHANGE };
    expect(objects({ level: 'debug' })).toEqual([WARNING, NOTICE, debug]);
  });

  it.each([
    ['warn', [WARNING]],
    ['error', []],
  ] as const)('is silent below its level %s', (level, lines) => {
    expect(objects({ level })).toEqual(lines);
  });

  it('writes requests to stdout, whatever the level', () => {
    expect(objects({ level: 'error', accessLog: 'json' })).toEqual([
      {
        stream: 'out',
        level: 'info',
        time: TIME,
        name: 'request',
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

  it.each([
    ['network', '192.0.2.0'],
    ['full', '192.0.2.77'],
    ['off', undefined],
  ] as const)('says of a client what it is told to: %s', (clientAddress, client) => {
    const [line] = objects({ level: 'error', accessLog: 'json', clientAddress });
    expect(line).toHaveProperty('name', 'request');
    expect((line as { client?: string }).client).toBe(client);
  });
});
