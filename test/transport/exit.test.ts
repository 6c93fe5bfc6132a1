import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { closeAfterEach, openServer } from './setting.ts';

closeAfterEach();

const PROGRAM = fileURLToPath(new URL('forgetful.ts', import.meta.url));

describe('a transport that nobody closes', () => {
  it.each(['udp', 'tcp', 'http'] as const)(
    'does not keep its process alive after an exchange over %s',
    async (protocol) => {
      const server = await openServer(protocol);
      const args = ['--import', 'tsx', PROGRAM, protocol, String(server.endpoint.port)];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      expect(stdout).toBe('response code 1');
    },
  );
});
