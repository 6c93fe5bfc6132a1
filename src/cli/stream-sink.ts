import { writeSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import type { Sink } from '../telemetry/line-writer.ts';

/** A stream of the process that logs go to. */
export function streamSink(stream: WriteStream): Sink {
  return {
    write: (text, done) => void stream.write(text, () => done()),
    writeNow(text) {
      // What the stream still holds comes first, or not at all: it cannot be written at once.
      if (stream.writableLength > 0) return;
      try {
        writeSync((stream as unknown as { fd: number }).fd, text);
      } catch {
        // Nobody reads, and nobody is left who could wait.
      }
    },
  };
}
