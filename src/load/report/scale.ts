/** Maps the values of one axis to pixels. */
export interface Scale {
  at(value: number): number;
  /** The values that get a grid line, with their labels. */
  readonly ticks: readonly (readonly [value: number, label: string])[];
}

/** Equal distances for equal differences, from 0 to a round number at or above `most`. */
export function linearScale(most: number, from: number, to: number): Scale {
  const step = roundStep(Math.max(most, Number.MIN_VALUE) / 5);
  const top = Math.max(step, Math.ceil(most / step - 1e-9) * step);
  const count = Math.round(top / step);
  return {
    at: (value) => from + (Math.min(value, top) / top) * (to - from),
    ticks: Array.from({ length: count + 1 }, (_, i) => [i * step, numberText(i * step)]),
  };
}

/** Equal distances for equal ratios, between 1, 2 or 5 times powers of ten around `least` and `most`. */
export function logScale(least: number, most: number, from: number, to: number): Scale {
  const first = Math.max(least, 1e-6);
  const last = Math.max(most, first);
  const marks = marksBetween(first, last);
  const low = Math.log10(marks[0] as number);
  const high = Math.log10(marks.at(-1) as number);
  // Over many powers of ten, the marks between them have no room.
  const shown = marks.length > 12 ? marks.filter((mark) => isPowerOfTen(mark)) : marks;
  return {
    at: (value) => {
      const power = Math.min(high, Math.max(low, Math.log10(Math.max(value, 1e-12))));
      return from + ((power - low) / (high - low)) * (to - from);
    },
    ticks: shown.map((mark) => [mark, numberText(mark)]),
  };
}

/** From the last mark at or below `first` to the first one at or above `last`; at least two. */
function marksBetween(first: number, last: number): number[] {
  const marks: number[] = [];
  for (let power = Math.floor(Math.log10(first)); ; power++) {
    for (const factor of [1, 2, 5]) {
      const mark = Number(`${factor}e${power}`);
      if (mark <= first) marks.length = 0;
      marks.push(mark);
      if (mark >= last && marks.length > 1) return marks;
    }
  }
}

function isPowerOfTen(value: number): boolean {
  return Number.isInteger(Number(Math.log10(value).toFixed(9)));
}

/** Shares of requests, spread so that each further nine gets as much room: 0, 0.9, 0.99, … */
export function ninesScale(from: number, to: number): Scale {
  const NINES = 5;
  const shares = [0, 0.5, 0.9, 0.99, 0.999, 0.9999];
  return {
    at: (share) =>
      from + (Math.min(NINES, -Math.log10(1 - Math.min(share, 0.999999))) / NINES) * (to - from),
    ticks: shares.map((share) => [share, `p${Number((share * 100).toFixed(4))}`]),
  };
}

/** `1 500`, `0.25`, `2 000 000`; with thin spaces. */
export function numberText(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const [whole = '', fraction] = String(Number(value.toFixed(Math.min(6, digits)))).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u2009');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  return factor * power;
}
