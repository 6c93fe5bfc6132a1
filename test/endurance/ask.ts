import { Pool } from 'undici';

/** An answer of the proxy, as far as it matters here. */
export interface Answer {
  /** 0 when none came. */
  readonly status: number;
  readonly location: string;
  readonly isStale: boolean;
  readonly isHit: boolean;
  readonly milliseconds: number;
}

export interface Asker {
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

/** Asks the proxy over connections that are kept. */
export function asker(url: string, connections = 64): Asker {
  const pool = new Pool(url, { connections, pipelining: 1, headersTimeout: 30_000 });
  return {
    async ask(path, sent = {}) {
      const startedAt = performance.now();
      try {
        const { statusCode, headers, body } = await pool.request({
          method: 'GET',
          path,
          headers: sent,
        });
        await body.dump();
        const cache = String(headers['cache-status'] ?? '');
        return {
          status: statusCode,
          location: String(headers.location ?? ''),
          isStale: cache.includes('detail=stale'),
          isHit: cache.includes('hit'),
          milliseconds: performance.now() - startedAt,
        };
      } catch {
        const milliseconds = performance.now() - startedAt;
        return { status: 0, location: '', isStale: false, isHit: false, milliseconds };
      }
    },
    close: () => pool.destroy(),
  };
}
