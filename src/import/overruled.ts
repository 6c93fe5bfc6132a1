interface Entry {
  readonly key: string;
  readonly line: number;
}

/** Of entries whose key comes again further down, the line of the last, which is the one that counts. */
export function overruled<T extends Entry>(entries: readonly T[]): ReadonlyMap<T, number> {
  const last = new Map(entries.map((entry) => [entry.key, entry]));
  const found = new Map<T, number>();
  for (const entry of entries) {
    const by = last.get(entry.key);
    if (by !== undefined && by !== entry) found.set(entry, by.line);
  }
  return found;
}

/** Why such an entry is left out. */
export function saidAgain(line: number): string {
  return `line ${line} says it again, and the last one counts`;
}
