import { StartError } from './start-error.ts';

/** The settings and flags that say where to listen. */
interface Names {
  readonly host: string;
  readonly port: string;
  readonly hostFlag: string;
  readonly portFlag: string;
}

const PROXY: Names = { host: 'host', port: 'port', hostFlag: '--host', portFlag: '--port' };

const ADMIN: Names = {
  host: 'adminHost',
  port: 'adminPort',
  hostFlag: '--admin-host',
  portFlag: '--admin-port',
};

/** Says which setting is to blame when the proxy cannot listen; any other error stays as it is. */
export function listenFailure(error: unknown, host: string, port: number): unknown {
  return explained(error, host, port, PROXY);
}

/** The same for the admin listener. */
export function adminListenFailure(error: unknown, host: string, port: number): unknown {
  return explained(error, host, port, ADMIN);
}

function explained(error: unknown, host: string, port: number, names: Names): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const fail = (message: string) => new StartError(message, 1, error);
  switch (code) {
    case 'EADDRINUSE':
      return fail(
        `${names.port}: ${port} on ${host} is already in use. Stop the program that holds it, or choose another port with ${names.portFlag} (0 takes any free one).`,
      );
    case 'EACCES':
      return fail(
        `${names.port}: this user may not listen on ${port}. Choose a port of 1024 or more with ${names.portFlag}.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return fail(
        `${names.host}: ${host} is no address of this machine. Choose another with ${names.hostFlag} (127.0.0.1 for this machine only, 0.0.0.0 for all interfaces).`,
      );
    default:
      return error;
  }
}
