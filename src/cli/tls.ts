import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import { reloadTls } from '../http/reloading-tls.ts';
import type { HttpServer } from '../http/server.ts';
import { readTlsPair, TlsError, type TlsPair } from '../http/tls-pair.ts';
import { systemClock } from '../system.ts';
import { StartError } from './start-error.ts';

/** The certificate that the settings name. */
export interface Tls {
  readonly pair: TlsPair;
  /** Gives a server the certificates that come later. @returns to be called to end it */
  renew(server: HttpServer): () => void;
}

/**
 * @returns undefined when the settings name none
 * @throws {StartError} when it cannot be used
 */
export async function openTls(
  { tlsCert: cert, tlsKey: key }: Settings,
  observer: Observer,
): Promise<Tls | undefined> {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new StartError('tlsCert: is missing; tlsKey alone is no use.', 2);
  if (key === undefined) throw new StartError('tlsKey: is missing; tlsCert alone is no use.', 2);
  const files = { cert, key };
  try {
    const pair = await readTlsPair(files);
    return { pair, renew };

    function renew(server: HttpServer): () => void {
      return reloadTls(pair, {
        files,
        clock: systemClock,
        onChange(changed) {
          server.renewTls(changed);
          observer.notice?.({ name: 'tls-renewed', message: `${cert} is in use` });
        },
        onProblem: (message) => observer.warning?.({ name: 'tls', message }),
      });
    }
  } catch (error) {
    if (!(error instanceof TlsError)) throw error;
    throw new StartError(error.message, 2, error);
  }
}
