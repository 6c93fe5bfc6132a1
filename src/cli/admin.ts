import { isIP } from 'node:net';
import type { AdminParts } from '../admin/admin-parts.ts';
import { type AdminServer, startAdminServer } from '../admin/admin-server.ts';
import type { Settings } from '../config/settings.ts';
import { shownSettings } from '../config/shown-settings.ts';
import type { Observer } from '../events.ts';
import { systemClock } from '../system.ts';
import { adminListenFailure } from './listen-failure.ts';
import { StartError } from './start-error.ts';
import { urlOf } from './url-of.ts';

export interface RunningAdmin {
  /** Where it answers; undefined when it is off. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

/** As OpenTelemetry's Prometheus exporters do. */
const USUAL_PORT = 9464;

/** Where operators are not answered. */
export const ADMIN_OFF: RunningAdmin = { url: undefined, close: async () => {} };

/** @throws {StartError} when others than this machine could ask without a token */
export function checkAdmin({ adminHost, adminPort, adminToken }: Settings): void {
  if (adminPort === 'off' || adminToken !== undefined || isLoopback(adminHost)) return;
  throw new StartError(
    `adminToken: the admin listener on ${adminHost} can be reached from other machines, so it needs a token. Set HDL_EDGE_ADMIN_TOKEN, or leave adminHost at 127.0.0.1, or set adminPort to off.`,
    2,
  );
}

/**
 * Starts the listener for operators as the settings say.
 *
 * @throws {StartError} when it cannot listen there
 */
export async function startAdmin(
  settings: Settings,
  observer: Observer,
  operated: Pick<AdminParts, 'inspect' | 'purge' | 'ways' | 'metrics' | 'ready'>,
): Promise<RunningAdmin> {
  const { adminHost: host, adminPort, adminToken: token } = settings;
  if (adminPort === 'off') return ADMIN_OFF;
  const onError = (error: Error) =>
    observer.warning?.({ name: 'admin-failed', message: error.stack ?? error.message });
  const onPurge = (what: string) =>
    observer.notice?.({ name: 'purged', message: `${what} was forgotten, as an operator asked` });
  const parts: AdminParts = {
    ...operated,
    clock: systemClock,
    settings: () => shownSettings(settings),
    onPurge,
  };
  const start = (port: number) => startAdminServer({ host, port, token, parts, onError });
  const port = adminPort ?? USUAL_PORT;
  let server: AdminServer;
  try {
    server = await start(port).catch((error: NodeJS.ErrnoException) => {
      // Nobody asked for this port: another copy beside this one is no reason to fail.
      if (error.code !== 'EADDRINUSE' || adminPort !== undefined) throw error;
      observer.warning?.({
        name: 'admin-port-taken',
        message: `port ${port} is in use, so the admin listener takes any free one; adminPort chooses another`,
      });
      return start(0);
    });
  } catch (error) {
    throw adminListenFailure(error, host, port);
  }
  return { url: `${urlOf('http', host, server.port)}/`, close: () => server.close() };
}

function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host === 'localhost';
  return host === '::1' || /^(?:::ffff:)?127\./i.test(host);
}
