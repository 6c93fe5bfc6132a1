import { describe, expect, it } from 'vitest';
import { FairTurns } from '../../src/resolver/fair-turns.ts';
import { turns } from './kit/virtual-clock.ts';

/** Turns that last until they are ended, by name; who they are of is the first letter. */
function begunIn(fair: FairTurns) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (name: string) =>
    fair.take(name[0] ?? '', () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)?.();
    await turns();
  };
  return { begun, take, end };
}

describe('turns', () => {
  it('are no more at a time than there is room, of all and of one owner', () => {
    const { begun, take } = begunIn(new FairTurns({ most: 3, mostPerOwner: 2 }));
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1']) take(name);
    expect(begun).toEqual(['a1', 'a2', 'b1']);
  });

  it('go around among the owners, however much one of them wants', async () => {
    const { begun, take, end } = begunIn(new FairTurns({ most: 1, mostPerOwner: 1 }));
    for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) take(name);
    for (const name of ['a1', 'b1', 'c1', 'a2', 'b2']) await end(name);
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('that were taken back do not begin', async () => {
    const { begun, take, end } = begunIn(new FairTurns({ most: 1, mostPerOwner: 1 }));
    take('a1');
    const takeBack = take('b1');
    take('c1');
    takeBack();
    await end('a1');
    expect(begun).toEqual(['a1', 'c1']);
  });
});
