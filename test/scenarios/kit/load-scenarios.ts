import { readdirSync, readFileSync } from 'node:fs';
import type { Scenario } from './scenario.ts';

const FOLDER = new URL('../resolver/', import.meta.url);

/** The scenarios in the files of `test/scenarios/resolver`. */
export interface ScenarioFile {
  /** Without its ending. */
  readonly name: string;
  readonly scenarios: readonly Scenario[];
}

export function loadScenarios(): ScenarioFile[] {
  return readdirSync(FOLDER)
    .sort()
    .map((file) => ({
      name: file.replace('.json', ''),
      scenarios: JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
    }));
}
