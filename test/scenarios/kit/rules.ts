import { readFileSync } from 'node:fs';
import { DEFAULT_DEADLINE_MS, DEFAULT_MAX_EXCHANGES } from '../../../src/resolver/limits.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/resolver/policy.ts';
import { onlyMembers } from './members.ts';
import type { Scenario } from './scenario.ts';

/** Something that the resolver does, and the scenario that shows it. */
export interface Rule {
  readonly rule: string;
  /** What decides on it: a number of the policy, or an option of the resolver. */
  readonly switch?: string;
  /** By its name. */
  readonly scenario: string;
  /** What the scenario is to be changed to, so that the rule does not hold. */
  readonly off?: Partial<
    Pick<Scenario, 'policy' | 'deadline' | 'maxExchanges' | 'trust' | 'protocols' | 'forbidden'>
  >;
  /** What the source is to be changed to where no switch does that. */
  readonly without?: readonly Alteration[];
  /** Part of what is wrong then. */
  readonly fails: string;
}

/** A place of a source file, and what is to stand there instead. */
export interface Alteration {
  readonly file: string;
  readonly code: string;
  readonly instead: string;
}

/** Options of the resolver that are no part of the policy. */
const OPTIONS: Readonly<Record<string, string>> = {
  deadlineMs: String(DEFAULT_DEADLINE_MS),
  maxExchanges: String(DEFAULT_MAX_EXCHANGES),
  trust: 'services',
  protocols: 'udp, tcp, http',
  allowAddress: 'public ones',
};

export function loadRules(): Rule[] {
  const text = readFileSync(new URL('../rules.json', import.meta.url), 'utf8');
  const rules = JSON.parse(text) as Rule[];
  for (const rule of rules) {
    onlyMembers(`the rule ${rule.rule}`, rule, [
      'rule',
      'switch',
      'scenario',
      'off',
      'without',
      'fails',
    ]);
  }
  return rules;
}

/** The rule's default, for people; empty where nothing switches it. */
export function defaultOf({ switch: name }: Rule): string {
  if (name === undefined) return '';
  const number = DEFAULT_POLICY[name as keyof Policy];
  const found = number === undefined ? OPTIONS[name] : String(number);
  if (found === undefined) throw new SyntaxError(`nothing is called ${name}`);
  return found;
}

/** The scenario without the rule. */
export function without({ off = {} }: Rule, scenario: Scenario): Scenario {
  return { ...scenario, ...off, policy: { ...scenario.policy, ...off.policy } };
}

/** The rows of the table in `docs/rules.md`. */
export function tableOf(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => {
    const name = rule.switch === undefined ? '' : `\`${rule.switch}\``;
    return `| ${rule.rule} | ${defaultOf(rule)} | ${name} | ${rule.scenario} |`;
  });
  return ['| rule | default | switch | scenario |', '|---|---|---|---|', ...rows].join('\n');
}
