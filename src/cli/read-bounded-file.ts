import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Reads a file that may have become anything.
 *
 * @throws RangeError when it is longer than `maxBytes`, or no file
 * @throws the system's error
 */
export function readBoundedFile(path: string, maxBytes: number): string {
  const file = openSync(path, 'r');
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new RangeError('it is no file');
    if (status.size > maxBytes) throw new RangeError(`it is longer than ${maxBytes} bytes`);
    const bytes = Buffer.alloc(status.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
