import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { reloadingTemplates } from '../../src/http/reloading-templates.ts';
import { startTestProxy } from '../http/kit/serve.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';

it('templates under work are read again when they change, and a mistake does no harm', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const page = join(folder, 'query.eta');
  const clock = new VirtualClock();
  const problems: string[] = [];
  writeFileSync(page, 'one');
  const templates = reloadingTemplates(folder, (message) => problems.push(message), clock);
  const { get } = await startTestProxy({ templates });
  expect((await get('/')).body).toBe('one');

  writeFileSync(page, 'the second');
  expect((await get('/')).body).toBe('one');
  clock.advance(600);
  expect((await get('/')).body).toBe('the second');

  writeFileSync(page, '<% if ( %>');
  clock.advance(600);
  expect((await get('/')).body).toContain('<h1>');
  expect(problems).toEqual([expect.stringMatching(/query\.eta cannot be used/)]);

  writeFileSync(page, 'mended again');
  clock.advance(600);
  expect((await get('/')).body).toBe('mended again');
});
