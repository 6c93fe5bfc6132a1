import type { Invocation } from './run.ts';

/** Says to people what is going on. */
export type Announce = (text: string) => void;

/**
 * Announces on stdout, or on stderr where stdout is for machines; not at all below the log level
 * `info`.
 */
export function announcer(
  { settings, terminal }: Invocation,
  stdoutIsForMachines: boolean,
): Announce {
  if (settings.logLevel === 'error' || settings.logLevel === 'warn') return () => {};
  return (text) => (stdoutIsForMachines ? terminal.err(text) : terminal.out(text));
}
