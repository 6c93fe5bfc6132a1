/** A request target in its two parts, as raw as it came. */
export interface RequestTarget {
  /** Begins with `/`, or is `*`. */
  readonly path: string;
  /** Without the `?`; empty when there was none. */
  readonly query: string;
}

const ABSOLUTE_FORM = /^https?:\/\/[^/?#]*/i;

/**
 * Splits the target of a request line in origin form, absolute form (RFC 9112 section 3.2.2) or
 * asterisk form. A fragment has no business here and is dropped.
 *
 * @returns undefined when the target is of none of these forms
 */
export function splitTarget(target: string): RequestTarget | undefined {
  if (target === '*') return { path: '*', query: '' };
  let relative = target;
  if (!target.startsWith('/')) {
    const authority = ABSOLUTE_FORM.exec(target)?.[0];
    if (authority === undefined) return undefined;
    relative = target.slice(authority.length);
    if (!relative.startsWith('/')) relative = `/${relative}`;
  }
  const hash = relative.indexOf('#');
  if (hash >= 0) relative = relative.slice(0, hash);
  const question = relative.indexOf('?');
  return question < 0
    ? { path: relative, query: '' }
    : { path: relative.slice(0, question), query: relative.slice(question + 1) };
}
