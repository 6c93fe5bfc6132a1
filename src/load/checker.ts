import type { Expectation, HandleSource } from './handle-source.ts';
import type { Reply, Target } from './reply.ts';

/** What is wrong with an answer, in words; undefined when nothing is. */
export type Checker = (position: number, reply: Reply) => string | undefined;

/** The HTTP statuses that lead a visitor on. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** The response code of a record that was found. */
const FOUND = 1;

/**
 * Checks answers against what is expected of all, of the handle, and against the first answer for
 * the same handle: a record does not change within a test.
 *
 * @param everywhere what holds where the source says nothing else; without a status, any redirect is
 * right over HTTP, and a found record natively
 * @param mayVary whether answers for one handle may differ, as where locations are drawn by weight
 */
export function createChecker(
  { isHttp }: Pick<Target, 'isHttp'>,
  source: HandleSource,
  everywhere: Expectation,
  mayVary: boolean,
): Checker {
  const prints = new Int32Array(source.count);
  const seen = new Uint8Array(source.count);

  function isUsual(status: number): boolean {
    return isHttp ? REDIRECTS.has(status) : status === FOUND;
  }

  return (position, reply) => {
    const { status, host } = reply;
    if (status === undefined) return undefined;
    const expected = { ...everywhere, ...source.expectation?.(position) };
    if (expected.status === undefined ? !isUsual(status) : status !== expected.status) {
      return `answered ${status}, not ${expected.status ?? (isHttp ? 'a redirect' : 'code 1')}`;
    }
    if (isHttp && expected.host !== undefined && host !== expected.host) {
      return `led to ${host ?? 'nowhere'}, not to ${expected.host}`;
    }
    if (mayVary) return undefined;
    if (seen[position] === 0) {
      seen[position] = 1;
      prints[position] = reply.fingerprint;
    } else if (prints[position] !== reply.fingerprint) {
      return 'answered otherwise than before';
    }
    return undefined;
  };
}
