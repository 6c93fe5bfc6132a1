import { readFileSync, writeFileSync } from 'node:fs';
import { commandsPage } from './commands-page.ts';
import { dependencyTable } from './dependency-table.ts';
import { limitsPage } from './limits-page.ts';

const SUPPLY_CHAIN = 'docs/operations/supply-chain.md';

writeFileSync('docs/commands.md', commandsPage());
writeFileSync('docs/limits.md', await limitsPage());
writeFileSync(
  SUPPLY_CHAIN,
  readFileSync(SUPPLY_CHAIN, 'utf8').replace(
    /(<!-- dependencies -->\n).*(<!-- \/dependencies -->)/s,
    (_whole, begin: string, end: string) => `${begin}${dependencyTable()}\n${end}`,
  ),
);
