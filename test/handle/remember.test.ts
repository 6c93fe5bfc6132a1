import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remember } from '../../src/handle/remember.ts';

describe('answers that are remembered', () => {
  it('are those of the function, whatever is asked in whatever order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 2 })),
        fc.integer({ min: 1, max: 8 }),
        (texts, max) => {
          const length = remember(max, (text) => text.length);
          expect(texts.map(length)).toEqual(texts.map((text) => text.length));
        },
      ),
    );
  });

  it('are worked out once while they are asked for', () => {
    let times = 0;
    const answer = remember(4, (text) => {
      times += 1;
      return text;
    });
    for (let i = 0; i < 20; i += 1) {
      answer('again and again');
      answer(`once ${i}`);
    }
    expect(times).toBe(21);
  });

  it('are forgotten when others are asked for', () => {
    const asked: string[] = [];
    const answer = remember(4, (text) => asked.push(text));
    for (const text of ['a', 'b', 'c', 'd', 'e', 'a']) answer(text);
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'e', 'a']);
  });

  it('are not kept for texts that are too long to be sent twice by accident', () => {
    let times = 0;
    const answer = remember(4, () => {
      times += 1;
      return times;
    });
    const long = 'a'.repeat(1_000);
    expect([answer(long), answer(long)]).toEqual([1, 2]);
  });
});
