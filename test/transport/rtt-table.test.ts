import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubled, RttTable } from '../../src/transport/rtt-table.ts';

describe('the round-trip time of a server', () => {
  it('is unknown at first', () => {
    expect(new RttTable().get('a')).toEqual({ smoothed: undefined, variation: 0, timeout: 376 });
  });

  it('is what was measured first, with half of it as variation', () => {
    const table = new RttTable();
    table.measured('a', 100);
    expect(table.get('a')).toEqual({ smoothed: 100, variation: 50, timeout: 300 });
  });

  it('is smoothed as in TCP', () => {
    const table = new RttTable();
    table.measured('a', 100);
    table.measured('a', 180);
    expect(table.get('a')).toEqual({ smoothed: 110, variation: 57.5, timeout: 340 });
  });

  it('is kept for each server', () => {
    const table = new RttTable();
    table.measured('a', 100);
    expect(table.get('b').smoothed).toBeUndefined();
  });

  it('never makes a time-out below 50 ms or above 3 s', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (samples) => {
        const table = new RttTable();
        for (const sample of samples) table.measured('a', sample);
        const { timeout } = table.get('a');
        expect(timeout).toBeGreaterThanOrEqual(50);
        expect(timeout).toBeLessThanOrEqual(3_000);
      }),
    );
  });

  it('is forgotten when 4096 others were heard of since', () => {
    const table = new RttTable();
    table.measured('a', 100);
    table.measured('b', 100);
    for (let i = 0; i < 4094; i += 1) table.measured(String(i), 1);
    table.measured('a', 100);
    table.measured('one more', 1);
    expect(table.get('a').smoothed).toBeDefined();
    expect(table.get('b').smoothed).toBeUndefined();
  });
});

describe('a time-out in vain', () => {
  it.each([
    [50, 100],
    [100, 200],
    [376, 400],
    [500, 500],
    [2_000, 2_000],
  ])('of %i ms is followed by one of %i ms', (timeout, next) => {
    expect(doubled(timeout)).toBe(next);
  });

  it('is remembered until something is measured', () => {
    const table = new RttTable();
    table.timedOut('a', 376);
    expect(table.get('a').timeout).toBe(400);
    table.measured('a', 10);
    expect(table.get('a').timeout).toBe(50);
  });

  it('counts once for all who waited as long', () => {
    const table = new RttTable();
    table.measured('a', 10);
    for (let n = 0; n < 100; n += 1) table.timedOut('a', 50);
    expect(table.get('a').timeout).toBe(100);
  });
});
