import { describe, expect, it } from 'vitest';
import { rsaServerKey } from '../../src/demo/server-key.ts';
import { loadScenarios } from './kit/load-scenarios.ts';
import { runScenario } from './kit/run-scenario.ts';

const key = await rsaServerKey();

for (const { name, scenarios } of loadScenarios()) {
  describe(`scenarios of ${name}`, () => {
    it.each(scenarios)('$name', async (scenario) => {
      await expect(runScenario(scenario, key)).resolves.toBeDefined();
    });
  });
}
