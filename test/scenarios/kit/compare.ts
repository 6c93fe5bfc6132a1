import type { ExchangeEvent } from '../../../src/events.ts';
import type { Resolution } from '../../../src/resolver/resolution.ts';
import { onlyMembers } from './members.ts';
import type { Amount, Expected } from './scenario.ts';

/** What a step brought about. */
export interface Happened {
  readonly resolutions: readonly Resolution[];
  /** Virtual milliseconds that the slowest answer took. */
  readonly ms: number;
  /** Milliseconds since 1970, at the end. */
  readonly now: number;
  readonly asked: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly exchanges: readonly { readonly server: string; readonly event: ExchangeEvent }[];
  readonly warnings: readonly string[];
}

const MEMBERS = [
  'outcome',
  'outcomes',
  'values',
  'ttl',
  'cache',
  'authoritative',
  'certified',
  'handle',
  'message',
  'responseCode',
  'retryAfter',
  'ms',
  'protocol',
  'asked',
  'exchanges',
  'warnings',
];

/** What is not as expected, each as `name: expected …, got …`. */
export function differences(expected: Expected, happened: Happened): string[] {
  onlyMembers('expect', expected, MEMBERS);
  const found: string[] = [];
  const note = (name: string, wanted: unknown, got: unknown) =>
    found.push(`${name}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  const same = (name: string, wanted: unknown, got: unknown) => {
    if (wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(got)) {
      note(name, wanted, got);
    }
  };
  const amount = (name: string, wanted: Amount | undefined, got: number) => {
    if (wanted !== undefined && !fits(wanted, got)) note(name, wanted, got);
  };

  for (const resolution of happened.resolutions) {
    compareResolution(expected, resolution, happened.now, same, amount);
  }
  if (expected.outcomes !== undefined) {
    const counts = countOf(happened.resolutions.map(({ outcome }) => outcome));
    compareCounts('outcomes', expected.outcomes, counts, amount);
  }
  amount('ms', expected.ms, happened.ms);
  if (expected.protocol !== undefined) {
    same('protocol', expected.protocol, happened.exchanges.at(-1)?.event.protocol);
  }
  if (expected.asked !== undefined) compareAsked(expected.asked, happened.asked, amount);
  if (expected.exchanges !== undefined) {
    const counts = countOf(happened.exchanges.map(({ server }) => server));
    compareCounts('exchanges', expected.exchanges, counts, amount);
  }
  same('warnings', expected.warnings, happened.warnings);
  return found;
}

type Same = (name: string, wanted: unknown, got: unknown) => void;
type Compare = (name: string, wanted: Amount | undefined, got: number) => void;

function compareResolution(
  expected: Expected,
  resolution: Resolution,
  now: number,
  same: Same,
  amount: Compare,
): void {
  same('outcome', expected.outcome, resolution.outcome);
  same('handle', expected.handle, resolution.handle);
  if (expected.values !== undefined) {
    const values = resolution.outcome === 'found' ? resolution.values : [];
    const texts = values.map(({ data }) => Buffer.from(data).toString());
    same('values', [...expected.values].sort(), texts.sort());
  }
  if (expected.ttl !== undefined) {
    const until = 'freshUntil' in resolution ? resolution.freshUntil : Number.NaN;
    amount('ttl', expected.ttl, (until - now) / 1000);
  }
  same('cache', expected.cache, 'cache' in resolution ? resolution.cache : 'none');
  const { authoritative, certified } = resolution.outcome === 'found' ? resolution : {};
  same('authoritative', expected.authoritative, authoritative);
  same('certified', expected.certified, certified);
  const code = 'responseCode' in resolution ? resolution.responseCode : 'none';
  same('responseCode', expected.responseCode, code);
  if (expected.retryAfter !== undefined) {
    const seconds = 'retryAfterSeconds' in resolution ? resolution.retryAfterSeconds : undefined;
    amount('retryAfter', expected.retryAfter, seconds ?? Number.NaN);
  }
  const message = 'message' in resolution ? resolution.message : '';
  if (expected.message !== undefined && !message.includes(expected.message)) {
    same('message', expected.message, message);
  }
}

function compareAsked(expected: Expected['asked'], got: Happened['asked'], amount: Compare): void {
  const wanted = expected ?? {};
  const names = new Set([...Object.keys(wanted), ...Object.keys(got)]);
  for (const name of names) {
    const counts = got[name] ?? {};
    const each = wanted[name] ?? 0;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (typeof each === 'number' || 'atLeast' in each || 'atMost' in each) {
      amount(`asked ${name}`, each as Amount, total);
    } else compareCounts(`asked ${name}`, each as Readonly<Record<string, Amount>>, counts, amount);
  }
}

function compareCounts(
  what: string,
  expected: Readonly<Record<string, Amount>>,
  got: Readonly<Record<string, number>>,
  amount: Compare,
): void {
  for (const name of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    amount(`${what} ${name}`, expected[name] ?? 0, got[name] ?? 0);
  }
}

function fits(wanted: Amount, got: number): boolean {
  if (typeof wanted === 'number') return got === wanted;
  onlyMembers('an amount', wanted, ['atLeast', 'atMost']);
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = wanted;
  return got >= atLeast && got <= atMost;
}

function countOf(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
