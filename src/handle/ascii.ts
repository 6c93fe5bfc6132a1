const SMALL_A = 0x61;
const SMALL_Z = 0x7a;

/**
 * Folds the ASCII letters a-z to upper case and leaves every other character alone.
 *
 * The handle system compares names this way; `toUpperCase` would also fold `ß`, `ž` and the like.
 */
export function asciiUpper(text: string): string {
  for (let position = 0; position < text.length; position += 1) {
    const unit = text.charCodeAt(position);
    if (unit >= SMALL_A && unit <= SMALL_Z) return fold(text);
  }
  return text;
}

function fold(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
