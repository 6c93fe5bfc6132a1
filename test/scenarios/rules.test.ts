import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { rsaServerKey } from '../../src/demo/server-key.ts';
import { DEFAULT_POLICY } from '../../src/resolver/policy.ts';
import { loadScenarios } from './kit/load-scenarios.ts';
import { type Alteration, loadRules, tableOf, without } from './kit/rules.ts';
import { Mismatch, runScenario } from './kit/run-scenario.ts';
import type { Scenario } from './kit/scenario.ts';

const key = await rsaServerKey();
const rules = loadRules();
const scenarios = loadScenarios().flatMap((file) => file.scenarios);

/** What becomes of a scenario in a process whose source was altered. */
async function playAltered(scenario: string, altered: readonly Alteration[]): Promise<string> {
  const kit = 'test/scenarios/kit';
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', `./${kit}/altered-source.mjs`, '--import', 'tsx', `${kit}/play.ts`, scenario],
    { env: { ...process.env, ALTERED: JSON.stringify(altered) } },
  );
  return stdout;
}

function scenarioOf(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new SyntaxError(`there is no scenario "${name}"`);
  return found;
}

describe('a scenario', () => {
  it('has a name of its own', () => {
    const names = scenarios.map(({ name }) => name);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });
});

describe('each rule', () => {
  it.each(rules)('has its scenario: $rule', ({ scenario }) => {
    expect(scenarioOf(scenario).steps.length).toBeGreaterThan(0);
  });

  it.each(rules.filter(({ off }) => off !== undefined))(
    'is needed by its scenario: $rule',
    async (rule) => {
      const played = runScenario(without(rule, scenarioOf(rule.scenario)), key);
      const failure = await played.then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(Mismatch);
      expect((failure as Mismatch).message).toContain(rule.fails);
    },
  );

  it.concurrent.each(rules.filter(({ off }) => off === undefined))(
    'is needed by its scenario, as the source without it shows: $rule',
    async ({ scenario, without: altered = [], fails }) => {
      const outcome = await playAltered(scenario, altered);
      expect(outcome).toMatch(/^mismatch: /);
      expect(outcome).toContain(fails);
    },
  );

  it('that stands in the policy is among them', () => {
    const shown = new Set(rules.map((rule) => rule.switch));
    expect(Object.keys(DEFAULT_POLICY).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('is taken out once: by its switch, or by other source where it has none', () => {
    const wrong = rules.filter(({ switch: name, off, without: altered = [], fails }) => {
      const isAltered = altered.length > 0;
      return (
        fails === '' || (name === undefined) !== isAltered || (off === undefined) !== isAltered
      );
    });
    expect(wrong).toEqual([]);
  });
});

describe('the document about rules', () => {
  it('has the table of the rules', () => {
    expect(readFileSync('docs/rules.md', 'utf8')).toContain(tableOf(rules));
  });
});
