import { readFileSync } from 'node:fs';
import { readYaml, type Yaml } from './read-yaml.ts';

/** What is at a path of keys and positions. @throws Error where there is nothing */
export function at(tree: Yaml, ...path: readonly (string | number)[]): Yaml {
  let here: Yaml | undefined = tree;
  for (const key of path) {
    here = typeof here === 'object' ? (here as Record<string | number, Yaml>)[key] : undefined;
    if (here === undefined) throw new Error(`there is no ${path.join('.')} (${key})`);
  }
  return here;
}

export function textAt(tree: Yaml, ...path: readonly (string | number)[]): string {
  return String(at(tree, ...path));
}

export function yamlFile(path: string): Yaml {
  try {
    return readYaml(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** The variables of ours in a mapping, as the environment of a process. */
export function environmentAt(tree: Yaml, ...path: readonly (string | number)[]) {
  const entries = Object.entries(at(tree, ...path) as Record<string, Yaml>);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
