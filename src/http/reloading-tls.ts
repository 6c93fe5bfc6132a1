import type { Clock } from '../system.ts';
import { TLS_CHECK_MS } from './limits.ts';
import { readTlsPair, TlsError, type TlsFiles, type TlsPair } from './tls-pair.ts';

export interface ReloadingTlsOptions {
  readonly files: TlsFiles;
  readonly clock: Clock;
  /** Takes a pair that is another than before. */
  readonly onChange: (pair: TlsPair) => void;
  /** Told once of what is wrong with changed files; what was read before stays in use. */
  readonly onProblem: (message: string) => void;
}

/**
 * Looks at the files of a certificate again and again, because certificates are renewed every few
 * weeks. The files of one change one after the other, so a pair that does not match may do so
 * with the next look.
 *
 * @param first - what is in use
 * @returns to be called to end it
 */
export function reloadTls(
  first: TlsPair,
  { files, clock, onChange, onProblem }: ReloadingTlsOptions,
): () => void {
  let used = first;
  let problem = '';
  let ended = false;
  let cancel = () => {};

  async function look(): Promise<void> {
    try {
      const pair = await readTlsPair(files);
      problem = '';
      if (ended || (pair.cert === used.cert && pair.key === used.key)) return;
      used = pair;
      onChange(pair);
    } catch (error) {
      if (!(error instanceof TlsError)) throw error;
      if (!ended && error.message !== problem) onProblem(error.message);
      problem = error.message;
    }
  }

  function later(): void {
    cancel = clock.after(TLS_CHECK_MS, () => look().then(() => ended || later()));
  }

  later();
  return () => {
    ended = true;
    cancel();
  };
}
