import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dependencyTable, runTimeDependencies } from './dependency-table.ts';

/** Licences that ask for no more than that their text goes along; others need a decision. */
const ACCEPTED = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'PDDL-1.0',
];

describe('the page about the supply chain', () => {
  it('lists what is installed with the package (npm run docs writes it)', () => {
    const page = readFileSync('docs/operations/supply-chain.md', 'utf8');
    const [, table] = /<!-- dependencies -->\n(.*?)\n<!-- \/dependencies -->/s.exec(page) ?? [];
    expect(table).toBe(dependencyTable());
  });

  it('lists the same as the bill of materials', () => {
    const bill = execFileSync('npm', ['run', '--silent', 'sbom'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { bomFormat, components } = JSON.parse(bill) as {
      bomFormat: string;
      components: readonly { group?: string; name: string }[];
    };
    expect(bomFormat).toBe('CycloneDX');
    const names = components.map(({ group, name }) => (group ? `${group}/${name}` : name)).sort();
    expect(names).toEqual(runTimeDependencies().map(({ name }) => name));
  });
});

describe('what is installed with the package', () => {
  it.each(runTimeDependencies())(
    'has a licence that is accepted: $name, $licence',
    ({ licence }) => {
      expect(ACCEPTED).toContain(licence);
    },
  );

  it('runs nothing when it is installed', () => {
    const hooks = ['preinstall', 'install', 'postinstall'];
    const found = runTimeDependencies().filter(({ name }) => {
      const text = readFileSync(`node_modules/${name}/package.json`, 'utf8');
      const { scripts = {} } = JSON.parse(text) as { scripts?: Record<string, string> };
      return hooks.some((hook) => hook in scripts);
    });
    expect(found).toEqual([]);
  });
});
