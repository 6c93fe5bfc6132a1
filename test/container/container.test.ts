import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { watch } from '../cli/program.ts';
import { get } from '../cli/request.ts';
import { type BuiltByHand, buildByHand } from './build-by-hand.ts';
import { execForm, pairs, readDockerfile, textsOf } from './dockerfile.ts';
import { isIgnored } from './dockerignore.ts';

/** Only root can become somebody else. */
const IS_ROOT = process.getuid?.() === 0;

const stages = readDockerfile();
const final = stages.at(-1);
if (final === undefined) throw new Error('the Dockerfile has no stage');
const [user = '', group = ''] = textsOf(final, 'USER').at(-1)?.split(':') ?? [];
const environment = Object.assign({}, ...textsOf(final, 'ENV').map(pairs));
const { name, description, license, version } = JSON.parse(
  readFileSync('package.json', 'utf8'),
) as Record<string, string>;

describe('the Dockerfile', () => {
  it('ends as a user that is not root, by number, as Kubernetes needs it', () => {
    expect(Number(user)).toBeGreaterThan(0);
    expect(Number(group)).toBeGreaterThan(0);
  });

  it('builds in one image and runs in another, which runs no command while it is made', () => {
    expect(stages).toHaveLength(2);
    expect(textsOf(final, 'RUN')).toEqual([]);
  });

  it('labels the image as the package is described', () => {
    const label = Object.assign({}, ...textsOf(final, 'LABEL').map(pairs));
    expect(label).toMatchObject({
      'org.opencontainers.image.title': name,
      'org.opencontainers.image.description': description,
      'org.opencontainers.image.licenses': license,
      'org.opencontainers.image.version': version,
    });
  });

  it('is sent nothing that is not for it', () => {
    for (const path of ['.git', 'node_modules', 'dist', 'test', 'docs', 'deploy/kubernetes']) {
      expect(isIgnored(path), path).toBe(true);
    }
  });
});

describe('a container built by hand', () => {
  let built: BuiltByHand;

  beforeAll(() => {
    built = buildByHand();
  });

  afterAll(() => built.remove());

  function inContainer(
    command: readonly string[],
    variables: Record<string, string>,
  ): ChildProcess {
    const [program = '', ...given] = command;
    const whole = [join(built.root, program), ...given];
    const asUser = ['--reuid', user, '--regid', group, '--clear-groups', '--no-new-privs'];
    const [first = '', ...rest] = IS_ROOT ? ['setpriv', ...asUser, ...whole] : whole;
    return spawn(first, rest, {
      cwd: built.workingDirectory,
      env: { ...environment, PATH: process.env.PATH, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async function start(...given: string[]) {
    const entry = execForm(textsOf(built.stage, 'ENTRYPOINT')[0]);
    const child = inContainer([...entry, ...given], {
      HDL_EDGE_HOST: '127.0.0.1',
      HDL_EDGE_PORT: '0',
    });
    const program = watch(child);
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await program.ended;
    });
    const [url = ''] = await program.output(/(?<=ready on )http:\/\/127\.0\.0\.1:\d+/i);
    return { child, program, url };
  }

  it('has what is needed at run time and nothing that only building takes', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const left = Object.keys(devDependencies).filter((each) =>
      existsSync(join(built.workingDirectory, 'node_modules', each)),
    );
    expect(left).toEqual([]);
    expect(readdirSync(built.workingDirectory).sort()).toEqual([
      'dist',
      'healthcheck.mjs',
      'node_modules',
      'package.json',
      'templates',
    ]);
  });

  it('cannot be written to by the user it runs as', () => {
    const place = join(built.workingDirectory, 'written');
    if (!IS_ROOT) {
      expect(() => writeFileSync(place, '')).toThrow(/EACCES/);
      return;
    }
    const touch = spawnSync('setpriv', [
      '--reuid',
      user,
      '--regid',
      group,
      '--clear-groups',
      'touch',
      place,
    ]);
    expect(touch.status).toBe(1);
  });

  it('serves what its command says, without a network', async () => {
    const { url } = await start(...execForm(textsOf(built.stage, 'CMD')[0]));
    expect(await get(`${url}/livez`)).toMatchObject({ status: 200 });
    expect(await get(`${url}/readyz`)).toMatchObject({ status: 200 });
  });

  it('redirects, has its pages, and stops on its signal with status 0', async () => {
    const { child, program, url } = await start('demo');
    const { status, headers } = await get(`${url}/20.500.1/one-url`);
    expect([status, headers.location]).toEqual([302, 'https://example.org/one']);
    expect((await get(`${url}/`)).body).toContain('<form');
    child.kill(textsOf(built.stage, 'STOPSIGNAL')[0] as NodeJS.Signals);
    expect(await program.ended).toMatchObject({ status: 0, signal: null });
  });

  it('knows whether it is well', async () => {
    const check = execForm(textsOf(built.stage, 'HEALTHCHECK')[0]);
    const { child, program, url } = await start('demo');
    const { port } = new URL(url);
    const well = watch(inContainer(check, { HDL_EDGE_PORT: port }));
    expect((await well.ended).status).toBe(0);
    child.kill('SIGTERM');
    await program.ended;
    const gone = watch(inContainer(check, { HDL_EDGE_PORT: port }));
    expect((await gone.ended).status).toBe(1);
  });
});
