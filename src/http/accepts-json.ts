/**
 * Whether a client wants JSON rather than a page: it names `application/json`, and prefers it to
 * HTML where it names that too. Browsers and clients that take anything get the page.
 */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || !/application\/json/i.test(accept)) return false;
  let json = 0;
  let html = 0;
  for (const entry of accept.toLowerCase().split(',')) {
    const [type = '', ...attributes] = entry.split(';').map((part) => part.trim());
    if (type === 'application/json') json = Math.max(json, quality(attributes));
    if (type === 'text/html' || type === 'application/xhtml+xml') {
      html = Math.max(html, quality(attributes));
    }
  }
  return json > html;
}

function quality(attributes: readonly string[]): number {
  const text = attributes.find((attribute) => attribute.startsWith('q='))?.slice(2);
  const value = text === undefined ? 1 : Number(text);
  return value >= 0 && value <= 1 ? value : 1;
}
