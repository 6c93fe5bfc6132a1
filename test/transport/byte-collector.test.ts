import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCollector } from '../../src/transport/byte-collector.ts';

describe('a collector of bytes', () => {
  it('puts together what comes, in whatever pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 })), (chunks) => {
        const collector = new ByteCollector();
        for (const chunk of chunks) collector.add(chunk);
        expect(Buffer.from(collector.bytes)).toEqual(Buffer.concat(chunks));
      }),
    );
  });

  it('holds no more than the largest message', () => {
    const collector = new ByteCollector();
    for (let i = 0; i < 10; i += 1) collector.add(new Uint8Array(100_000).fill(i));
    expect(collector.length).toBe(20 + 262_144);
    expect(collector.bytes.at(-1)).toBe(2);
  });

  it('takes no more room than what has come needs', () => {
    const collector = new ByteCollector();
    expect(collector.bytes.buffer.byteLength).toBeLessThanOrEqual(4_096);
    collector.add(new Uint8Array(10_000));
    expect(collector.bytes.buffer.byteLength).toBeLessThanOrEqual(20_000);
  });
});
