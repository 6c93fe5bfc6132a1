import type { ExchangeEvent, Observer, RequestEvent, WarningEvent } from '../events.ts';
import { clientNetwork } from '../handle/client-network.ts';
import type { Clock } from '../system.ts';

/** From the most serious on. */
const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof LEVELS)[number];

export interface LogOptions {
  /** The least serious level that is written. */
  readonly level: LogLevel;
  /** Whether each request is written too, whatever the level. */
  readonly accessLog: 'off' | 'json';
  readonly clock: Clock;
  /** Takes one line of the access log. */
  readonly out: (line: string) => void;
  /** Takes one line of everything else. */
  readonly err: (line: string) => void;
}

/** An observer that writes one JSON object per line. The names of its members are stable. */
export function createLog({ level, accessLog, clock, out, err }: LogOptions): Observer {
  const time = () => new Date(clock.now()).toISOString();
  const writes = (lineLevel: LogLevel) => LEVELS.indexOf(lineLevel) <= LEVELS.indexOf(level);
  const write = (lineLevel: LogLevel, fields: object) =>
    err(JSON.stringify({ time: time(), level: lineLevel, ...fields }));
  return {
    ...(writes('warn') && { warning: (event: WarningEvent) => write('warn', event) }),
    ...(writes('info') && { notice: (event: WarningEvent) => write('info', event) }),
    ...(writes('debug') && {
      exchange: (event: ExchangeEvent) => write('debug', { name: 'exchange', ...event }),
    }),
    ...(accessLog === 'json' && {
      request: (event: RequestEvent) =>
        out(JSON.stringify({ time: time(), ...requestFields(event) })),
    }),
  };
}

function requestFields(event: RequestEvent): object {
  return {
    client: clientNetwork(event.clientAddress),
    method: event.method,
    target: event.target,
    status: event.status,
    milliseconds: Math.round(event.milliseconds * 1000) / 1000,
    handle: event.handle,
    responseCode: event.responseCode,
    cache: event.cache,
    userAgent: event.userAgent,
    referer: event.referer,
  };
}
