import { availableParallelism } from 'node:os';
import { chooseLocation } from '../src/locations/choose.ts';
import { ownLocations } from '../src/locations/gather.ts';
import { parseLocations } from '../src/locations/parse-locations.ts';
import { UNKNOWN_VISITOR, type Visitor } from '../src/locations/visitor.ts';
import { median, spread } from './kit/statistics.ts';

/**
 * What a choice among five locations costs when the record is cached, as a ratio to making one
 * `Response`; and what it costs to read the record first. Ends with status 1 when a choice is wrong.
 */
const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 5 : 15;
const TIMES = isQuick ? 2_000 : 50_000;
const HANDLE = '20.500.1/five';

const XML = `<locations>
<location id="0" href="https://gb.example.org/" country="gb" weight="0"/>
<location id="1" href="https://de.example.org/" language="de" weight="0"/>
<location id="2" href="https://data.example.org/" http_role="conneg" weight="0"/>
<location id="3" href="https://a.example.org/" weight="1"/>
<location id="4" href="https://b.example.org/" weight="3"/>
</locations>`;

const values = [
  {
    index: 1000,
    timestamp: 0,
    ttlType: 0,
    ttl: 86_400,
    permissions: 14,
    type: '10320/loc',
    data: Buffer.from(XML),
    references: [],
  },
];

const read = () =>
  ownLocations(
    HANDLE,
    parseLocations(values, (message) => {
      throw new Error(message);
    }),
  );
const set = read();

const VISITORS: readonly (readonly [name: string, visitor: Visitor, right: readonly string[]])[] = [
  ['by weight', UNKNOWN_VISITOR, ['a', 'b']],
  ['by country', { ...UNKNOWN_VISITOR, country: () => 'GB' }, ['gb']],
  ['by language', { ...UNKNOWN_VISITOR, acceptLanguage: 'de-AT,en;q=0.5' }, ['de']],
  ['by type', { ...UNKNOWN_VISITOR, accept: 'application/json' }, ['data']],
  ['by attribute', { ...UNKNOWN_VISITOR, locatt: ['id:3'] }, ['a']],
];

let made = 0;
const respond = () => {
  const response = new Response(null, {
    status: 302,
    headers: { Location: 'https://a.example.org/', 'Cache-Control': 'max-age=60' },
  });
  made += response.status;
};

/** @returns nanoseconds for each call */
function time(work: () => void): number {
  const began = process.hrtime.bigint();
  for (let i = 0; i < TIMES; i++) work();
  return Number(process.hrtime.bigint() - began) / TIMES;
}

for (const [name, visitor, right] of VISITORS) {
  const hrefs = right.map((host) => `https://${host}.example.org/`);
  for (let i = 0; i < 200; i++) {
    const { href = '' } = chooseLocation(set, visitor, Math.random);
    if (!hrefs.includes(href))
      throw new Error(`${name}: ${href} is not one of ${hrefs.join(', ')}`);
  }
}

process.stdout.write(`Node.js ${process.versions.node}, ${availableParallelism()} cores\n`);
const rounds = new Map<string, number[]>();
const measure = (name: string, work: () => void) => {
  const times = rounds.get(name) ?? [];
  times.push(time(work));
  rounds.set(name, times);
};
for (let round = 0; round < ROUNDS; round++) {
  measure('one Response', respond);
  for (const [name, visitor] of VISITORS) {
    measure(name, () => chooseLocation(set, visitor, Math.random));
  }
  measure('reading the record', read);
}
const base = median(rounds.get('one Response') as number[]);
for (const [name, times] of rounds) {
  const middle = median(times);
  process.stdout.write(
    `${name.padEnd(20)} ${(middle / 1000).toFixed(2).padStart(7)} µs  ${(middle / base).toFixed(2).padStart(6)} × a Response  (spread ${(spread(times) * 100).toFixed(0)} %)\n`,
  );
}
process.exitCode = made > 0 ? 0 : 1;
