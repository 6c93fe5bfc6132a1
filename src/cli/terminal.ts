import type { Sink } from '../telemetry/line-writer.ts';

/** Where a command writes to. */
export interface Terminal {
  /** Results; one or more whole lines, without the last line end. */
  out(text: string): void;
  /** Everything that is not a result. */
  err(text: string): void;
  /** How far long work has got: takes the place of what it said last. Says nothing where that cannot be done. */
  progress(text: string): void;
  /** Where logs go: as `out`, but nobody waits for whoever reads there. */
  readonly stdout: Sink;
  /** As `err`, in the same way. */
  readonly stderr: Sink;
  /** Says that nobody takes the logs, so that the process must not wait for it when it ends. */
  abandonLogs(): void;
}

/**
 * The text with everything made visible that could move the cursor, hide or reorder what a
 * terminal shows: records are written by strangers.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Lines with their columns aligned, all of it {@link printable}; the last column is ragged. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  }
  return cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Breaks a paragraph at spaces into lines of at most `width` characters. */
export function wrap(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
