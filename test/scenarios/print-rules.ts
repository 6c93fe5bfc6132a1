import { readFileSync, writeFileSync } from 'node:fs';
import { loadRules, tableOf } from './kit/rules.ts';

/** Writes the table of the rules into their document: `node --import tsx test/scenarios/print-rules.ts`. */
const DOCUMENT = 'docs/rules.md';

const [introduction = ''] = readFileSync(DOCUMENT, 'utf8').split('\n| rule |');
writeFileSync(DOCUMENT, `${introduction.trimEnd()}\n\n${tableOf(loadRules())}\n`);
