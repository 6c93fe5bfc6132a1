import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { MAX_TLS_FILE_BYTES } from './limits.ts';

/** Where a certificate and its key are. */
export interface TlsFiles {
  /** PEM: the server's own certificate first, then those of its issuers. */
  readonly cert: string;
  /** PEM, without a password. */
  readonly key: string;
}

/** What TLS needs, as node takes it. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** Why a certificate and a key cannot be used; the message names the setting. */
export class TlsError extends Error {
  override readonly name = 'TlsError';
}

/**
 * Reads a certificate and its key.
 *
 * @throws {TlsError} when they cannot be read, or do not belong together
 */
export async function readTlsPair(files: TlsFiles): Promise<TlsPair> {
  const cert = await read('tlsCert', files.cert);
  const key = await read('tlsKey', files.key);
  const certificate = certificateIn(cert, files.cert);
  if (!certificate.checkPrivateKey(privateKeyIn(key, files.key))) {
    throw new TlsError(`tlsKey: ${files.key} is not the key of the certificate in ${files.cert}.`);
  }
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new TlsError(`tlsCert: ${files.cert} cannot be used: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  return { cert, key };
}

async function read(setting: string, path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= MAX_TLS_FILE_BYTES) return await readFile(path, 'latin1');
  } catch (error) {
    throw new TlsError(`${setting}: ${path} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
  throw new TlsError(`${setting}: ${path} has more than ${MAX_TLS_FILE_BYTES} bytes.`);
}

function certificateIn(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new TlsError(`tlsCert: ${path} holds no certificate in PEM form.`, { cause: error });
  }
}

function privateKeyIn(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    const isLocked = /ENCRYPTED/.test(pem);
    const what = isLocked ? 'holds a key with a password' : 'holds no private key in PEM form';
    throw new TlsError(`tlsKey: ${path} ${what}.`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
