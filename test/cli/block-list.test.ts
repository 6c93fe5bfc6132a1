import { writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openBlockList } from '../../src/cli/open-block-list.ts';
import { isInRange, parseAddress } from '../../src/handle/address-range.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { temporaryDirectory } from './temporary-directory.ts';

function blockList(text: string) {
  const files = temporaryDirectory();
  onTestFinished(files.remove);
  const path = files.path('blocked.txt');
  writeFileSync(path, text);
  const clock = new VirtualClock();
  const warnings: string[] = [];
  const list = openBlockList(path, clock, { warning: ({ message }) => warnings.push(message) });
  const has = (text: string) => {
    const address = parseAddress(text);
    return address !== undefined && list().some((range) => isInRange(address, range));
  };
  const write = (next: string) => {
    writeFileSync(path, next);
    clock.advance(1_000);
  };
  return { has, write, warnings };
}

describe('a block list', () => {
  it('has addresses and ranges, one in a line, with remarks', () => {
    const { has } = blockList('# pests\n192.0.2.7\n\n198.51.100.0/24 # a network\n2001:db8::/32\n');
    expect(['192.0.2.7', '198.51.100.9', '2001:db8::5'].map(has)).toEqual([true, true, true]);
    expect(has('192.0.2.8')).toBe(false);
  });

  it('is read again when it has changed', () => {
    const { has, write } = blockList('192.0.2.7\n');
    write('192.0.2.8\n192.0.2.9\n');
    expect(['192.0.2.7', '192.0.2.8'].map(has)).toEqual([false, true]);
  });

  it('stays as it was when the new one cannot be used', () => {
    const { has, write, warnings } = blockList('192.0.2.7\n');
    write('192.0.2.8\nexample.org\n');
    expect(has('192.0.2.7')).toBe(true);
    expect(warnings).toEqual([expect.stringContaining('line 2: "example.org"')]);
  });

  it('must be usable at the start', () => {
    expect(() => blockList('192.0.2.300')).toThrow(/blockList: .*line 1/);
    expect(() => openBlockList('/nowhere/at-all', new VirtualClock(), {})).toThrow(/blockList/);
  });
});
