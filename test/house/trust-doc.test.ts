import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TRUST_REASONS } from '../../src/resolver/trust/finding.ts';
import { codeBlocks } from './markdown.ts';
import { runExample } from './run-example.ts';
import { testShownCommands } from './shown-commands.ts';

const PAGE = 'docs/trust.md';
const text = readFileSync(PAGE, 'utf8');
const [, table = ''] = /<!-- attacks -->(.*?)<!-- \/attacks -->/s.exec(text) ?? [];
const attacks = table
  .split('\n')
  .filter((line) => line.includes('`test/'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, attack = '', , file = '', name = '']) => ({
    attack,
    file: file.replaceAll('`', ''),
    name,
  }));

describe('the page about trust', () => {
  const checkout = testShownCommands(PAGE);

  it('has an example that signs a record', () => {
    const example = codeBlocks(PAGE).find(({ language }) => language === 'ts');
    const output = runExample(join(checkout, 'signer'), example?.code ?? '');
    expect(output).toMatch(/^trusted /);
  });

  it('lists attacks', () => {
    expect(attacks.length).toBeGreaterThan(20);
  });

  it.each(attacks)('names a test that is there: $attack', ({ file, name }) => {
    expect(readFileSync(file, 'utf8')).toContain(name);
  });

  it.each(TRUST_REASONS)('explains %s', (reason) => {
    expect(text).toContain(`\`${reason}\``);
  });
});
