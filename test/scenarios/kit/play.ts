/** Plays the scenario that is named and says how it went: in a process whose source was altered. */
import { rsaServerKey } from '../../../src/demo/server-key.ts';
import { loadScenarios } from './load-scenarios.ts';
import { Mismatch, runScenario } from './run-scenario.ts';

const [, , name] = process.argv;
const scenario = loadScenarios()
  .flatMap(({ scenarios }) => scenarios)
  .find((each) => each.name === name);
if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
const outcome = await runScenario(scenario, await rsaServerKey()).then(
  () => 'it went as expected',
  (error: unknown) => {
    if (error instanceof Mismatch) return `mismatch: ${error.message}`;
    throw error;
  },
);
process.stdout.write(outcome);
process.exit();
