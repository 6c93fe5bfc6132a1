import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GzipFrame, MAX_STORED_BYTES } from '../../src/http/gzip-frame.ts';

const text = fc.string({ unit: 'binary', maxLength: 2_000 });

describe('a compressed frame', () => {
  it('reads as its parts with the filling between them, whatever these are', () => {
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 3 }), (before, behind, fillings) => {
        const frame = new GzipFrame(before, behind);
        for (const filling of fillings) {
          expect(gunzipSync(frame.fill(filling)).toString()).toBe(before + filling + behind);
        }
      }),
    );
  });

  it('holds a filling as long as a block can be', () => {
    const filling = 'x'.repeat(MAX_STORED_BYTES);
    expect(gunzipSync(new GzipFrame('a', 'b').fill(filling)).toString()).toBe(`a${filling}b`);
  });

  it('refuses a longer one', () => {
    const filling = 'ä'.repeat(MAX_STORED_BYTES / 2 + 1);
    expect(() => new GzipFrame('a', 'b').fill(filling)).toThrow(RangeError);
  });

  it('is shorter than what it holds', () => {
    const frame = new GzipFrame('<p>the same</p>'.repeat(50), '<p>again</p>'.repeat(50));
    expect(frame.fill('20.500.1/x').length).toBeLessThan(200);
  });
});
