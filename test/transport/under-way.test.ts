import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { UnderWay } from '../../src/transport/under-way.ts';

it('what is under way is what was added and not removed', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat()), { maxLength: 50 }), (steps) => {
      const underWay = new UnderWay<object>();
      const expected = new Map<object, number>();
      for (const step of steps) {
        const present = [...expected.keys()];
        const leaving = step === null ? undefined : present[step % (present.length || 1)];
        if (leaving === undefined) {
          const item = {};
          expected.set(item, underWay.add(item));
        } else {
          underWay.remove(expected.get(leaving) ?? -1);
          expected.delete(leaving);
        }
        expect(new Set(underWay.all())).toEqual(new Set(expected.keys()));
        expect(underWay.all().length).toBe(expected.size);
      }
    }),
  );
});
