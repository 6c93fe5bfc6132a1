import type { FuzzRandom } from './fuzz-random.ts';

const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  '',
  '0',
  '1.1.1.1',
  '::1',
  '2.11',
  '9999-99-99T99:99:99Z',
  '1969-12-31T23:59:59Z',
  '1111',
  '*',
  'AAA=',
  'é\ud800',
  'HS_SITE',
  0,
  -1,
  0.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e308,
  [],
  {},
  [[]],
  { format: 'base64', value: 'AA' },
  { format: 'hex', value: 'xyz' },
  { format: 'nothing' },
];

/** Names that mean something to JavaScript or to old writers. */
const ODD_NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'length',
  'Address',
  'format',
  '',
];

/** Changes a JSON text in one to three ways; it stays JSON. */
export function mutateJson(random: FuzzRandom, text: string, others: readonly string[]): string {
  let root: unknown = JSON.parse(text);
  for (let rounds = 1 + random.below(3); rounds > 0; rounds -= 1) {
    root = change(random, root, others);
  }
  return JSON.stringify(root);
}

/** Walks down at random and changes what it comes to. */
function change(random: FuzzRandom, node: unknown, others: readonly string[]): unknown {
  if (typeof node !== 'object' || node === null || random.once(8)) {
    return replacement(random, node, others);
  }
  if (Array.isArray(node)) return changeList(random, node, others);
  return changeObject(random, node as Record<string, unknown>, others);
}

function changeList(
  random: FuzzRandom,
  list: readonly unknown[],
  others: readonly string[],
): unknown[] {
  const at = random.below(list.length);
  if (list.length === 0) return [random.pick(ODD_VALUES)];
  if (random.once(6)) return list.filter((_, index) => index !== at);
  if (random.once(6)) return [...list, list[at]];
  if (random.once(100)) return Array.from({ length: 3000 }, () => list[at]);
  return list.map((element, index) => (index === at ? change(random, element, others) : element));
}

function changeObject(
  random: FuzzRandom,
  object: Readonly<Record<string, unknown>>,
  others: readonly string[],
): unknown {
  const entries = Object.entries(object);
  if (entries.length === 0 || random.once(10)) {
    return Object.fromEntries([...entries, [random.pick(ODD_NAMES), random.pick(ODD_VALUES)]]);
  }
  const at = random.below(entries.length);
  if (random.once(6)) return Object.fromEntries(entries.filter((_, index) => index !== at));
  return Object.fromEntries(
    entries.map(([name, value], index) =>
      index === at ? [name, change(random, value, others)] : [name, value],
    ),
  );
}

function replacement(random: FuzzRandom, node: unknown, others: readonly string[]): unknown {
  if (typeof node === 'string' && random.once(2)) return changeText(random, node);
  if (typeof node === 'number' && random.once(2)) return node + random.pick([-1, 1, 0.5, 2 ** 31]);
  if (random.once(10)) return JSON.parse(random.pick(others));
  return random.pick(ODD_VALUES);
}

function changeText(random: FuzzRandom, text: string): string {
  const at = random.below(text.length);
  const character = String.fromCharCode(random.pick([0, 32, 46, 48, 58, 61, 65, 233, 0xdc80]));
  if (random.once(2)) return text.slice(0, at) + character + text.slice(at + 1);
  return random.once(50) ? text.repeat(500) : text.slice(0, at);
}
