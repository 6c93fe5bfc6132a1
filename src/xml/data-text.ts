const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text in a value's data.
 *
 * @returns undefined when it is not text: no UTF-8, or with a control character below 0x20 other
 * than 0x09 to 0x13, or 0x7F
 */
export function dataText(data: Uint8Array): string | undefined {
  for (const byte of data) {
    if ((byte < 0x20 && (byte < 0x09 || byte > 0x13)) || byte === 0x7f) return undefined;
  }
  try {
    return decoder.decode(data);
  } catch {
    return undefined;
  }
}

/** The text in a value's data, or its bytes in upper-case hexadecimal where it is no text. */
export function dataTextOrHex(data: Uint8Array): string {
  return dataText(data) ?? Buffer.from(data).toString('hex').toUpperCase();
}
