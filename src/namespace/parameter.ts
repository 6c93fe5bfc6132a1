import type { Budget } from './budget.ts';
import { MAX_NAME_CHARACTERS } from './limits.ts';

/** What `${name}` stands for. */
export interface Parameter {
  readonly text: string;
  /** After a match, what its groups caught, the whole text first. */
  readonly groups?: readonly string[];
}

export type Parameters = ReadonlyMap<string, Parameter>;

/** `name[3]`; the name may end in brackets itself. */
const INDEXED = /^(.*)\[(\d{1,4})\]$/s;

/**
 * The text that a name stands for: `name`, or `name[n]` for a group of what it matched. What is
 * not defined, or has no such group, is empty.
 */
export function textOfName(name: string, parameters: Parameters): string {
  const exact = parameters.get(name);
  if (exact !== undefined) return exact.text;
  const indexed = INDEXED.exec(name);
  if (indexed === null) return '';
  return groupOf(parameters.get(indexed[1] ?? ''), Number(indexed[2]));
}

function groupOf(parameter: Parameter | undefined, group: number): string {
  if (parameter === undefined) return '';
  if (parameter.groups === undefined) return group === 0 ? parameter.text : '';
  return parameter.groups[group] ?? '';
}

/** `\c`, `${name}`, `$3`; any other `$` stands for itself, and so does a `${` that never closes. */
const PLACEHOLDER = new RegExp(
  `\\\\(.)|\\$\\{([^}]{0,${MAX_NAME_CHARACTERS}})\\}|\\$(\\d{1,4})`,
  'gs',
);

/**
 * Puts the values of parameters into a text. `$3` and `${3}` are the third group of `extension`.
 *
 * @throws TemplateTooCostly when the result is too long
 */
export function interpolate(text: string, parameters: Parameters, budget: Budget): string {
  budget.produce(text.length);
  if (!text.includes('$') && !text.includes('\\')) return text;
  return text.replace(PLACEHOLDER, (_, escaped?: string, name?: string, group?: string): string => {
    if (escaped !== undefined) return escaped;
    const value = replacementFor(name ?? group ?? '', parameters);
    budget.produce(value.length);
    return value;
  });
}

function replacementFor(name: string, parameters: Parameters): string {
  return /^\d{1,4}$/.test(name)
    ? groupOf(parameters.get('extension'), Number(name))
    : textOfName(name, parameters);
}
