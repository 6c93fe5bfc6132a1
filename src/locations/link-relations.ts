/**
 * Relations that make a browser load or run something as soon as it sees the header, on the pages
 * of this proxy too. Publishers describe their objects with others.
 */
const UNSAFE = new Set([
  'stylesheet',
  'preload',
  'modulepreload',
  'prefetch',
  'preconnect',
  'dns-prefetch',
  'prerender',
  'icon',
  'manifest',
  'serviceworker',
  'compression-dictionary',
]);

/** Whether one of the relations, between spaces, is one that browsers act on. */
export function isUnsafeRelation(relations: string): boolean {
  return relations
    .toLowerCase()
    .split(/[\s,]+/)
    .some((relation) => UNSAFE.has(relation));
}

/** Whether any link of a whole Link header has such a relation. */
export function hasUnsafeRelation(header: string): boolean {
  const relations = header.matchAll(/;\s*rel\*?\s*=\s*(?:"([^"]*)"|([^;,\s]*))/gi);
  for (const [, quoted, token] of relations) {
    if (isUnsafeRelation(quoted ?? token ?? '')) return true;
  }
  return false;
}
