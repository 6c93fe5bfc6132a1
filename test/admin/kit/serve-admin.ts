import { onTestFinished } from 'vitest';
import type { AdminParts } from '../../../src/admin/admin-parts.ts';
import { type AdminServerOptions, startAdminServer } from '../../../src/admin/admin-server.ts';
import type { PurgeTarget } from '../../../src/resolver/cache-report.ts';
import { type Answer, type Asked, ask } from '../../http/kit/serve.ts';
import { VirtualClock } from '../../resolver/kit/virtual-clock.ts';

export interface TestAdmin {
  readonly port: number;
  readonly purged: PurgeTarget[];
  readonly told: string[];
  readonly errors: Error[];
  ask(path: string, asked?: Asked): Promise<Answer>;
}

/** The admin listener over parts that say what the test tells them. */
export async function startTestAdmin(
  parts: Partial<AdminParts> = {},
  options: Partial<Pick<AdminServerOptions, 'host' | 'token'>> = {},
): Promise<TestAdmin> {
  const purged: PurgeTarget[] = [];
  const told: string[] = [];
  const errors: Error[] = [];
  const server = await startAdminServer({
    host: '127.0.0.1',
    port: 0,
    token: undefined,
    ...options,
    parts: {
      inspect: () => ({ entries: [], failures: [] }),
      purge: (target) => purged.push(target),
      ways: () => [],
      metrics: { contentType: 'text/plain; version=0.0.4', text: async () => 'a 1\n' },
      clock: new VirtualClock(),
      settings: () => ({ port: 8080 }),
      ready: () => true,
      onPurge: (what) => told.push(what),
      ...parts,
    },
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => server.close());
  return {
    port: server.port,
    purged,
    told,
    errors,
    ask: (path, asked) => ask(server.port, path, asked),
  };
}
