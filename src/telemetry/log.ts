import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import type { Observer, RequestEvent } from '../events.ts';
import { remember } from '../handle/remember.ts';
import type { Clock } from '../system.ts';
import { type AccessLogFormat, accessLine, type ShownClient, shownClient } from './access-log.ts';
import { MAX_REMEMBERED_CLIENTS } from './limits.ts';

/** The most serious first. */
const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

export type LogLevel = (typeof LEVELS)[number];

/** Takes lines with their ends. */
export interface LineTaker {
  write(line: string): void;
}

export interface LogOptions {
  /** The least serious level that is written. */
  readonly level: LogLevel;
  /** How each request is written, whatever the level. */
  readonly accessLog: 'off' | AccessLogFormat;
  /** What the access log says of clients. */
  readonly clientAddress: ShownClient;
  readonly clock: Clock;
  /** For the access log. */
  readonly out: LineTaker;
  /** For everything else. */
  readonly err: LineTaker;
}

/** An observer that writes a line for each event; see `docs/operations/logs.md` for their members. */
export function createLog(options: LogOptions): Observer {
  const { level, accessLog, out, err } = options;
  let made: Logger | undefined;
  // A start that has nothing to tell is faster without the library.
  const log = () => {
    made ??= jsonLog(options, level, err);
    return made;
  };
  const writes = (each: LogLevel) => LEVELS.indexOf(each) <= LEVELS.indexOf(level);
  return {
    ...(writes('warn') && { warning: (event) => log().warn(event) }),
    ...(writes('info') && {
      notice: (event) => log().info(event),
      bootstrap: (event) => log().info({ name: 'bootstrap', ...event }),
      snapshot: (event) => log().info({ name: 'cache-snapshot', ...event }),
    }),
    ...(writes('debug') && { exchange: (event) => log().debug({ name: 'exchange', ...event }) }),
    ...(accessLog !== 'off' && { request: requestLog(options, accessLog, out) }),
  };
}

function requestLog(
  options: LogOptions,
  format: AccessLogFormat,
  out: LineTaker,
): (event: RequestEvent) => void {
  const { clock, clientAddress } = options;
  const shown = remember(MAX_REMEMBERED_CLIENTS, (address) => shownClient(address, clientAddress));
  return (event) => {
    const line = accessLine(format, event, shown(event.clientAddress), clock.now());
    if (line !== undefined) out.write(line);
  };
}

function jsonLog({ clock }: LogOptions, level: LogLevel, to: LineTaker): Logger {
  const { pino }: typeof import('pino') = createRequire(import.meta.url)('pino');
  return pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
}
