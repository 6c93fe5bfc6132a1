import { readFileSync, writeFileSync } from 'node:fs';
import { readRun } from './kit/read-run.ts';
import { markdownOf } from './kit/report.ts';

/** Puts the figures of the last run into the page about them: `npm run bench:table [RESULTS]`. */
const PAGE = 'docs/benchmarks.md';
const PLACE = /(<!-- figures -->\n).*(<!-- \/figures -->)/s;

const [results = 'bench/results/latest.json'] = process.argv.slice(2);
const page = readFileSync(PAGE, 'utf8');
if (!PLACE.test(page)) throw new Error(`${PAGE} has no place for the figures`);
const table = markdownOf(readRun(results));
writeFileSync(
  PAGE,
  page.replace(PLACE, (_, begin: string, end: string) => `${begin}${table}\n${end}`),
);
