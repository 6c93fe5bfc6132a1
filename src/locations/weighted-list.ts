import { parseNumber } from './attribute-values.ts';
import { MAX_HEADER_ENTRIES } from './limits.ts';

/** One entry of an Accept or Accept-Language header. */
export interface WeightedEntry {
  /** Lower case, without parameters. */
  readonly value: string;
  /** 0 to 1; 1 where it is not given or cannot be read (RFC 9110 section 12.4.2). */
  readonly quality: number;
}

/** Reads a list with qualities, the best first; equals stay in their order. */
export function parseWeightedList(header: string): readonly WeightedEntry[] {
  const entries: WeightedEntry[] = [];
  for (const item of header.split(',', MAX_HEADER_ENTRIES)) {
    const [name = '', ...parameters] = item.split(';');
    const value = name.trim().toLowerCase();
    if (value !== '') entries.push({ value, quality: qualityIn(parameters) });
  }
  return entries.sort((a, b) => b.quality - a.quality);
}

function qualityIn(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const text = parameter.trim();
    if (!/^q\s*=/i.test(text)) continue;
    const quality = parseNumber(text.slice(text.indexOf('=') + 1)) ?? 1;
    return quality >= 0 && quality <= 1 ? quality : 1;
  }
  return 1;
}
