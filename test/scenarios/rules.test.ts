import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rsaServerKey } from '../../src/demo/server-key.ts';
import { DEFAULT_POLICY } from '../../src/resolver/policy.ts';
import { loadScenarios } from './kit/load-scenarios.ts';
import { loadRules, tableOf, without } from './kit/rules.ts';
import { Mismatch, runScenario } from './kit/run-scenario.ts';
import type { Scenario } from './kit/scenario.ts';

const key = await rsaServerKey();
const rules = loadRules();
const scenarios = loadScenarios().flatMap((file) => file.scenarios);

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

  it('that stands in the policy is among them', () => {
    const shown = new Set(rules.map((rule) => rule.switch));
    expect(Object.keys(DEFAULT_POLICY).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('that has a switch is switched off once', () => {
    const unused = rules.filter(({ switch: name, off, fails }) =>
      name === undefined ? off !== undefined : off === undefined || !fails,
    );
    expect(unused).toEqual([]);
  });
});

describe('the document about rules', () => {
  it('has the table of the rules', () => {
    expect(readFileSync('docs/rules.md', 'utf8')).toContain(tableOf(rules));
  });
});
