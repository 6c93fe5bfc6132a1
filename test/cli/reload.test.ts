import { renameSync, writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { program } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

async function serve(first: unknown, ...flags: string[]) {
  const { path, remove } = temporaryDirectory();
  onTestFinished(remove);
  const config = path('hdl-edge.json');
  const write = (content: unknown) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(`${config}.new`, text);
    renameSync(`${config}.new`, config);
  };
  write(first);
  const server = program(['serve', '--port', '0', '--config', config, ...flags]);
  const [, url = ''] = await server.output(/ready on (http:\/\/127\.0\.0\.1:\d+)/);
  return { server, url, write, config, path };
}

it('settings that can change do so with the config file', async () => {
  const { server, url, write } = await serve({ siteTitle: 'First' });
  expect((await get(`${url}/`)).body).toContain('First');
  write({ siteTitle: 'Second', maxRequests: 5 });
  await server.output(/has changed; new from now on: maxRequests, siteTitle\./, 'stderr');
  expect((await get(`${url}/`)).body).toContain('Second');
});

it('settings that need a restart are named, and nothing else changes', async () => {
  const { server, url, write } = await serve({ trust: 'off' });
  write({ trust: 'all', cacheMegabytes: 5 });
  const [line] = await server.output(/\{.*restart-needed.*\}/, 'stderr');
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    message: expect.stringContaining('trust, cacheMegabytes will hold after a restart'),
  });
  expect((await get(`${url}/livez`)).status).toBe(200);
});

it('a flag goes on winning over the file', async () => {
  const { server, url, write } = await serve({}, '--site-title', 'Flag');
  write({ siteTitle: 'File', httpMaxAge: 7 });
  await server.output(/new from now on: httpMaxAge\./, 'stderr');
  expect((await get(`${url}/`)).body).toContain('Flag');
});

it.each([
  ['is no JSON', '{"siteTitle": '],
  ['holds a bad value', { siteTitle: 'Second', maxRequests: 'x' }],
  ['names a file that is not there', { siteTitle: 'Second', countryDatabase: '/nowhere.mmdb' }],
  ['names templates that are not there', { siteTitle: 'Second', templates: '/nowhere' }],
])('a file that %s changes nothing, and is told', async (_, broken) => {
  const { server, url, write } = await serve({ siteTitle: 'First' });
  write(broken);
  await server.output(/bad-config-file/, 'stderr');
  expect((await get(`${url}/`)).body).toContain('First');
  write({ siteTitle: 'Third' });
  await server.output(/new from now on: siteTitle/, 'stderr');
  expect((await get(`${url}/`)).body).toContain('Third');
});

it('the program still ends when it is told to', async () => {
  const { server } = await serve({});
  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ status: 0 });
});
