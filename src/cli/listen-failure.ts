import { StartError } from './start-error.ts';

/** Says which setting is to blame when the proxy cannot listen; any other error stays as it is. */
export function listenFailure(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const fail = (message: string) => new StartError(message, 1, error);
  switch (code) {
    case 'EADDRINUSE':
      return fail(
        `port: ${port} on ${host} is already in use. Stop the program that holds it, or choose another port with --port (0 takes any free one).`,
      );
    case 'EACCES':
      return fail(
        `port: this user may not listen on ${port}. Choose a port of 1024 or more with --port.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return fail(
        `host: ${host} is no address of this machine. Choose another with --host (127.0.0.1 for this machine only, 0.0.0.0 for all interfaces).`,
      );
    default:
      return error;
  }
}
