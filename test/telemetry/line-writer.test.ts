import { describe, expect, it } from 'vitest';
import { WRITE_CHARACTERS } from '../../src/telemetry/limits.ts';
import { LineWriter, type LineWriterOptions } from '../../src/telemetry/line-writer.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';

function writer(options: Partial<LineWriterOptions> = {}) {
  const clock = new VirtualClock();
  const written: string[] = [];
  const atOnce: string[] = [];
  const taken: (() => void)[] = [];
  const lines = new LineWriter({
    clock,
    delayMs: 100,
    sink: {
      write(text, done) {
        written.push(text);
        taken.push(done);
      },
      writeNow: (text) => atOnce.push(text),
    },
    ...options,
  });
  /** Whoever reads takes what was written. */
  const take = () => taken.shift()?.();
  return { clock, lines, written, atOnce, take };
}

describe('the writer of lines', () => {
  it('writes lines together that come together', () => {
    const { clock, lines, written } = writer();
    lines.write('a\n');
    lines.write('b\n');
    expect(written).toEqual([]);
    clock.advance(100);
    expect(written).toEqual(['a\nb\n']);
  });

  it('writes at once when there is enough', () => {
    const { lines, written } = writer();
    lines.write('a'.repeat(WRITE_CHARACTERS));
    expect(written).toHaveLength(1);
  });

  it('writes nothing more until that is taken', () => {
    const { clock, lines, written, take } = writer();
    lines.write('a\n');
    clock.advance(100);
    lines.write('b\n');
    lines.write('c\n');
    clock.advance(100);
    expect(written).toEqual(['a\n']);
    take();
    expect(written).toEqual(['a\n', 'b\nc\n']);
  });

  it('drops whole lines when nobody takes them, counts them, and goes on later', () => {
    const { clock, lines, written, take } = writer({ maxWaiting: 5 });
    lines.write('a\n');
    clock.advance(100);
    for (const line of ['b\n', 'c\n', 'd\n', 'e\n']) lines.write(line);
    expect(lines.dropped).toBe(2);
    take();
    expect(written).toEqual(['a\n', 'b\nc\n']);
    lines.write('f\n');
    take();
    expect(written.at(-1)).toBe('f\n');
    expect(lines.dropped).toBe(2);
  });

  it('is flushed when everything is taken', async () => {
    const { lines, written, take } = writer();
    lines.write('a\n');
    const flushed = lines.flush(1000);
    expect(written).toEqual(['a\n']);
    take();
    expect(await flushed).toBe(true);
  });

  it('is flushed at once when there is nothing', async () => {
    expect(await writer().lines.flush(1000)).toBe(true);
  });

  it('waits for nobody longer than it is told', async () => {
    const { clock, lines } = writer();
    lines.write('a\n');
    const flushed = lines.flush(1000);
    clock.advance(1000);
    expect(await flushed).toBe(false);
  });

  it('gives up what it holds at the last moment, each line once', () => {
    const { lines, atOnce } = writer();
    lines.write('a\n');
    lines.flushNow();
    lines.flushNow();
    expect(atOnce).toEqual(['a\n']);
  });

  it('does not write into the middle of what is being taken', () => {
    const { clock, lines, atOnce } = writer();
    lines.write('a\n');
    clock.advance(100);
    lines.write('b\n');
    lines.flushNow();
    expect(atOnce).toEqual([]);
  });
});
