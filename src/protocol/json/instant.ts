import { jsonError } from './members.ts';

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** `2015-11-02T18:02:21Z`. @param seconds since 1970, unsigned 32 bits */
export function instantText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Reads an ISO 8601 time with its zone. @returns whole seconds since 1970, unsigned 32 bits */
export function instantAt(json: unknown, path: string): number {
  const milliseconds =
    typeof json === 'string' && ISO_8601.test(json) ? Date.parse(json) : Number.NaN;
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds >= 0 && seconds <= 0xffff_ffff) return seconds;
  throw jsonError(path, 'a time such as "2015-11-02T18:02:21Z", from 1970 to 2106,', json);
}
