import { describe, expect, it } from 'vitest';
import { Canceller } from '../../src/transport/cancellation.ts';

describe('a canceller', () => {
  it.each([1, 2, 5])('tells all of %d listeners, but none that has gone', (count) => {
    const canceller = new Canceller();
    const told: number[] = [];
    const listeners = Array.from({ length: count }, (_, number) => () => void told.push(number));
    for (const listener of listeners) canceller.addEventListener('abort', listener);
    for (const [number, listener] of listeners.entries()) {
      if (number % 2 === 1) canceller.removeEventListener('abort', listener);
    }
    canceller.abort();
    expect(told.sort()).toEqual([0, 2, 4].filter((number) => number < count));
  });

  it('has room again for one that comes after the first has gone', () => {
    const canceller = new Canceller();
    const told: string[] = [];
    const first = () => void told.push('first');
    canceller.addEventListener('abort', first);
    canceller.addEventListener('abort', () => void told.push('second'));
    canceller.removeEventListener('abort', first);
    canceller.addEventListener('abort', () => void told.push('third'));
    canceller.abort();
    expect(told.sort()).toEqual(['second', 'third']);
  });

  it('says so to whoever looks', () => {
    const canceller = new Canceller();
    expect(canceller.aborted).toBe(false);
    canceller.abort();
    expect(canceller.aborted).toBe(true);
  });
});
