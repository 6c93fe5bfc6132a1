import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { lint, parseExposition } from '../telemetry/kit/exposition.ts';
import { outcome, program } from './program.ts';
import { get } from './request.ts';

const READY = /Ready on (http:\S+?)\. /;
const ADMIN = /For operators:\s+(http:\S+)\//;

async function demo(...given: string[]) {
  const running = program(['demo', '--port', '0', ...given]);
  const [, url = ''] = await running.output(READY);
  const [, admin = ''] = await running.output(ADMIN);
  return { running, url, admin };
}

it('the demo tells where its admin listener is, and it counts what the proxy answers', async () => {
  const { url, admin } = await demo();
  await get(`${url}/20.500.1/one-url`);
  await get(`${url}/20.500.1/one-url`);
  const { body } = await get(`${admin}/metrics`);
  expect(lint(parseExposition(body))).toEqual([]);
  expect(body).toContain('hdl_edge_requests_total{outcome="redirect",cache="hit"} 1');
  const servers = JSON.parse((await get(`${admin}/servers`)).body);
  expect(servers.servers).toContainEqual(
    expect.objectContaining({ protocol: 'udp', grade: 'well', exchanges: expect.any(Number) }),
  );
});

it('serve has one too, and hides its token', async () => {
  const token = 'correct-horse-battery';
  const server = program(['serve', '--port', '0'], {
    environment: { HDL_EDGE_ADMIN_HOST: '0.0.0.0', HDL_EDGE_ADMIN_TOKEN: token },
  });
  const [, admin = ''] = await server.output(ADMIN);
  expect((await get(`${admin}/config`)).status).toBe(401);
  const { body } = await get(`${admin}/config`, { Authorization: `Bearer ${token}` });
  expect(JSON.parse(body)).toMatchObject({ adminHost: '0.0.0.0', adminToken: '(hidden)' });
  expect(body).not.toContain(token);
});

it('nobody beyond this machine is let in without a token', async () => {
  const { status, stderr } = await outcome(['serve', '--port', '0', '--admin-host', '0.0.0.0']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^hdl-edge: adminToken: .*HDL_EDGE_ADMIN_TOKEN/);
});

it('a token that is too short is refused without being repeated', async () => {
  const environment = { HDL_EDGE_ADMIN_TOKEN: 'hunter2' };
  const { status, stderr } = await outcome(['serve', '--port', '0'], { environment });
  expect(status).toBe(2);
  expect(stderr).toContain('adminToken');
  expect(stderr).not.toContain('hunter2');
});

it('it can be off', async () => {
  const running = program(['demo', '--port', '0', '--admin-port', 'off']);
  const { input } = await running.output(READY);
  expect(input).not.toMatch(ADMIN);
});

async function takenPort(): Promise<number> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  return (other.address() as { port: number }).port;
}

it('names the setting when its port is taken', async () => {
  const port = String(await takenPort());
  const { status, stderr } = await outcome(['demo', '--port', '0', '--admin-port', port]);
  expect(status).toBe(1);
  expect(stderr).toContain(`adminPort: ${port} on 127.0.0.1 is already in use`);
});

it('forgets what an operator purges', async () => {
  const { running, url, admin } = await demo();
  await get(`${url}/20.500.1/one-url`);
  expect((await get(`${admin}/cache/20.500.1/one-url`)).status).toBe(200);
  const answer = await fetch(`${admin}/purge?handle=20.500.1/one-url`, { method: 'POST' });
  expect(answer.status).toBe(200);
  expect((await get(`${admin}/cache/20.500.1/one-url`)).status).toBe(404);
  await running.output(/"name":"purged"/, 'stderr');
});

it('takes another port when the usual one is taken and nobody asked for it', async () => {
  const other = createServer();
  // Whoever has it already will do as well.
  await new Promise<void>((resolve) => {
    other.once('error', () => resolve()).listen(9464, '127.0.0.1', resolve);
  });
  onTestFinished(() => void other.close());
  const environment = { HDL_EDGE_ADMIN_PORT: '' };
  const running = program(['demo', '--port', '0'], { environment });
  const [, admin = ''] = await running.output(ADMIN);
  expect((await get(`${admin}/livez`)).status).toBe(200);
});
