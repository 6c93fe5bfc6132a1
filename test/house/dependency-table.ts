import { existsSync, readFileSync } from 'node:fs';

interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface Dependency {
  readonly name: string;
  readonly licence: string;
  /** Whether our own package.json names it. */
  readonly isDirect: boolean;
}

/** Everything that is installed with the package, found by following node_modules from our own. */
export function runTimeDependencies(): Dependency[] {
  const own = manifestIn('.');
  const direct = Object.keys(own.dependencies ?? {});
  const found = new Map<string, Dependency>();
  const waiting = [...direct];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (found.has(name)) continue;
    const { license, dependencies = {} } = manifestIn(`node_modules/${name}`);
    if (license === undefined) throw new Error(`${name} does not say what its licence is`);
    found.set(name, { name, licence: license, isDirect: direct.includes(name) });
    waiting.push(...Object.keys(dependencies));
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The table of the page about the supply chain. */
export function dependencyTable(): string {
  const rows = runTimeDependencies().map(
    ({ name, licence, isDirect }) =>
      `| \`${name}\` | ${licence} | ${isDirect ? 'directly' : 'through another'} |`,
  );
  return ['| package | licence | needed |', '|---|---|---|', ...rows].join('\n');
}

function manifestIn(folder: string): Manifest {
  const path = `${folder}/package.json`;
  // Were one of them installed twice, in two versions, the second would lie below another package.
  if (!existsSync(path)) throw new Error(`${path} is not there`);
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}
