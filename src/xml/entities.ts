const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const REFERENCE = /&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|(amp|lt|gt|quot|apos));/gi;

/**
 * Decodes the five entities of XML, in any case, and numeric references. Everything else stays as
 * it is written, so that the bare `&` of a URL pasted into an attribute does no harm.
 */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (reference, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? reference;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return isScalar(code) ? String.fromCodePoint(code) : reference;
  });
}

function isScalar(code: number): boolean {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}

const SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Text as it may stand between elements. */
export function encodeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => SPECIAL[character] ?? '');
}

/** Text as it may stand in double quotes; white space survives as references. */
export function encodeAttribute(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (character) => SPECIAL[character] ?? '');
}
