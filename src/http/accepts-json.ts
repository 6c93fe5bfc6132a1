/**
 * Whether a client wants JSON rather than a page: it names `application/json`, and prefers it to
 * HTML where it names that too. Browsers and clients that take anything get the page.
 */
export function acceptsJson(accept: string | undefined): boolean {
  return prefers(accept, ['application/json']);
}

/** Whether it wants to read of an error as JSON, by its own type (RFC 9457) or any JSON. */
export function acceptsProblem(accept: string | undefined): boolean {
  return prefers(accept, ['application/problem+json', 'application/json']);
}

const HTML = ['text/html', 'application/xhtml+xml'];

function prefers(accept: string | undefined, types: readonly string[]): boolean {
  if (accept === undefined || !/json/i.test(accept)) return false;
  let wanted = 0;
  let html = 0;
  for (const entry of accept.toLowerCase().split(',')) {
    const [type = '', ...attributes] = entry.split(';').map((part) => part.trim());
    if (types.includes(type)) wanted = Math.max(wanted, quality(attributes));
    if (HTML.includes(type)) html = Math.max(html, quality(attributes));
  }
  return wanted > html;
}

function quality(attributes: readonly string[]): number {
  const text = attributes.find((attribute) => attribute.startsWith('q='))?.slice(2);
  const value = text === undefined ? 1 : Number(text);
  return value >= 0 && value <= 1 ? value : 1;
}
