import { percentDecode } from '../http/percent-decode.ts';
import type { AdminParts } from './admin-parts.ts';
import { type Answer, json, problem } from './answer.ts';

/** `GET /cache/HANDLE`: what is remembered of a handle. */
export async function cacheEntry({ inspect }: AdminParts, written: string): Promise<Answer> {
  const handle = percentDecode(written);
  if (handle === undefined) return problem(400, 'A % must be followed by two hexadecimal digits.');
  const { entries, failures } = await inspect(handle);
  if (entries.length === 0 && failures.length === 0) {
    return problem(404, `Nothing is remembered of ${handle}.`);
  }
  return json({
    handle,
    entries: entries.map((entry) => ({
      ...entry,
      receivedAt: new Date(entry.receivedAt).toISOString(),
      freshUntil: new Date(entry.freshUntil).toISOString(),
    })),
    failures,
  });
}
