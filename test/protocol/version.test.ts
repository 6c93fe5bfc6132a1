import { describe, expect, it } from 'vitest';
import { atLeast, compareVersions, minVersion } from '../../src/protocol/version.ts';
import { version } from './message-vectors.ts';

describe('versions', () => {
  it('are ordered by number, not by text, and the old 5.x comes before any 2.x', () => {
    const sorted = [version(3, 0), version(2, 11), version(2, 9), version(5, 3), version(2, 0)];
    sorted.sort(compareVersions);
    expect(sorted.map(({ major, minor }) => `${major}.${minor}`)).toEqual([
      '5.3',
      '2.0',
      '2.9',
      '2.11',
      '3.0',
    ]);
  });

  it.each([
    [version(2, 11), 2, 8, true],
    [version(2, 8), 2, 8, true],
    [version(2, 7), 2, 8, false],
    [version(3, 0), 2, 8, true],
    [version(1, 9), 2, 0, false],
    [version(5, 9), 2, 0, false],
  ])('%o is at least %i.%i: %s', (peer, major, minor, expected) => {
    expect(atLeast(peer, major, minor)).toBe(expected);
  });

  it('of two peers the older counts', () => {
    expect(minVersion(version(2, 11), version(3, 0))).toEqual(version(2, 11));
    expect(minVersion(version(2, 11), version(2, 3))).toEqual(version(2, 3));
    expect(minVersion(version(2, 11), version(5, 0))).toEqual(version(5, 0));
  });
});
