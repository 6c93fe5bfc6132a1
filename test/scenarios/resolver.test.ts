import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rsaServerKey } from '../../src/demo/server-key.ts';
import { runScenario } from './kit/run-scenario.ts';
import type { Scenario } from './kit/scenario.ts';

const FOLDER = new URL('resolver/', import.meta.url);
const key = await rsaServerKey();

for (const file of readdirSync(FOLDER).sort()) {
  const scenarios = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Scenario[];
  describe(file.replace('.json', ''), () => {
    it.each(scenarios)('$name', async (scenario) => {
      expect(await runScenario(scenario, key)).toBeUndefined();
    });
  });
}
