import { expect, it } from 'vitest';
import { complainOnce } from '../../src/http/complain-once.ts';

it('what was told lately is not told again, and what was told long ago is', () => {
  const told: string[] = [];
  const complain = complainOnce(({ message }) => told.push(message));
  const complainOf = (...messages: string[]) => {
    told.length = 0;
    for (const message of messages) complain({ handle: '20.500.1/x' }, message);
    return told.length;
  };
  const many = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => `${from + n}`);
  expect(complainOf('a', 'a', 'b', 'a')).toBe(2);
  expect(complainOf(...many(0, 1_000))).toBe(1_000);
  // It was asked for again in time, so that it is remembered for longer.
  expect(complainOf('a')).toBe(0);
  expect(complainOf(...many(1_000, 3_000))).toBe(2_000);
  expect(complainOf('a')).toBe(1);
});
