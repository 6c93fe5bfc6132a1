import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { watch } from './program.ts';

it('the demo stops when the npm that started it is told to stop', async () => {
  const child = spawn('npm', ['run', 'demo', '--silent'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HDL_EDGE_PORT: '0', HDL_EDGE_ADMIN_PORT: '0' },
    detached: true,
  });
  const npm = watch(child);
  let running = true;
  onTestFinished(() => {
    if (running && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  });
  await npm.output(/Ready on/);
  child.kill('SIGTERM');
  // The pipes close when the last of all processes has ended.
  expect((await npm.ended).stdout).toContain('SIGTERM: finishing the requests in hand');
  running = false;
});
