/** Thrown inside the room for an expression that is wrong or has no counterpart in RE2. */
export class UnusableExpression extends Error {}

/** A place in an expression, which is read character by character (code points). */
export class Cursor {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#characters = [...text];
  }

  /** The character that comes next, or one further on; empty behind the end. */
  peek(offset = 0): string {
    return this.#characters[this.#at + offset] ?? '';
  }

  /** Up to that many characters from here on. */
  ahead(count: number): string {
    return this.#characters.slice(this.#at, this.#at + count).join('');
  }

  /** @throws UnusableExpression at the end */
  take(): string {
    const character = this.peek();
    if (character === '') throw new UnusableExpression('it ends too early');
    this.#at += 1;
    return character;
  }

  /** Goes on by characters that were looked at before. */
  advance(count: number): void {
    this.#at += count;
  }

  /** Goes behind `text` (ASCII) if it comes next. */
  skip(text: string): boolean {
    if (this.ahead(text.length) !== text) return false;
    this.#at += text.length;
    return true;
  }

  /** @throws UnusableExpression when it does not come next */
  expect(text: string, message: string): void {
    if (!this.skip(text)) throw new UnusableExpression(message);
  }
}

export function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
