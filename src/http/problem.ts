import { encodeUrl } from '../locations/percent-encode.ts';
import type { Explanation } from './explain.ts';
import type { Language } from './language.ts';

/** What went wrong, by a name that stays. */
export interface Problem {
  /** In kebab case; the last part of the problem's type. */
  readonly name: string;
  readonly explanation: Explanation;
  /** Of the handle protocol, where it has one for this. */
  readonly responseCode?: number;
}

export const PROBLEM_TYPE = 'application/problem+json';

/**
 * Problem details (RFC 9457). The type is a part of the help page, and by its last part the same
 * wherever the proxy runs.
 *
 * @param base path of the start page; begins and ends with `/`
 * @param target of the request
 * @param language of the title and the detail
 */
export function problemText(
  base: string,
  target: string,
  { name, explanation, responseCode }: Problem,
  language: Language,
): string {
  const { status, title, what, handle } = explanation;
  return JSON.stringify({
    type: `${base}help#${name}`,
    title: language.say(title),
    status,
    detail: language.say(what),
    ...(target.startsWith('/') && status !== 414 && { instance: instanceOf(target) }),
    ...(responseCode !== undefined && { responseCode }),
    ...(handle !== undefined && { handle }),
  });
}

/**
 * The target as a URI reference (RFC 3986), however garbled it came: a stray percent sign becomes
 * one that is meant, and brackets are for hosts only.
 */
function instanceOf(target: string): string {
  return encodeUrl(target.replace(/%(?![0-9A-Fa-f]{2})/g, '%25'))
    .replaceAll('[', '%5B')
    .replaceAll(']', '%5D');
}
