const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
};

/** Milliseconds of a time such as `376 ms`, `1.8 s`, `5 min`, `24 h`; a sum of several too. */
export function duration(text: string): number {
  const parts = [...text.matchAll(/([\d.]+)\s*(ms|s|min|h)\b\s*/g)];
  const isWhole = parts.map(([part]) => part).join('') === text;
  if (parts.length === 0 || !isWhole) throw new SyntaxError(`no time: ${JSON.stringify(text)}`);
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}
