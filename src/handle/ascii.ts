/**
 * Folds the ASCII letters a-z to upper case and leaves every other character alone.
 *
 * The handle system compares names this way; `toUpperCase` would also fold `ß`, `ž` and the like.
 */
export function asciiUpper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
