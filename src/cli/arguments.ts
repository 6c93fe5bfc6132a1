import type { Kind } from '../config/kind.ts';
import { suggestion } from '../config/nearest.ts';
import { flagOf } from '../config/spelling.ts';
import { UsageError } from './usage-error.ts';

export interface Arguments {
  /** The text of each flag that was given, by the name of its setting or option. */
  readonly flags: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/**
 * Splits a command line into flags and operands: `--port 80` or `--port=80`, `--json` or
 * `--json=false`; everything after `--` is an operand. Of a flag given twice the last one holds,
 * except that lists add up.
 *
 * @param kinds - the flags there are, by name
 * @throws {UsageError} for an unknown flag, or one that lacks its value
 */
export function parseArguments(
  given: readonly string[],
  kinds: ReadonlyMap<string, Kind<unknown>>,
): Arguments {
  const names = new Map([...kinds.keys()].map((name) => [flagOf(name), name]));
  const flags = new Map<string, string>();
  const operands: string[] = [];
  const rest = [...given];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--') {
      operands.push(...rest);
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      operands.push(argument);
      continue;
    }
    const [flag = '', inline] = splitAtEquals(argument);
    const name = names.get(flag);
    const kind = name === undefined ? undefined : kinds.get(name);
    if (name === undefined || kind === undefined) {
      throw new UsageError(`Unknown flag: ${flag}.${suggestion(flag, names.keys())}`);
    }
    const value = inline ?? takeValue(kind, flag, rest);
    const before = kind.repeatable ? flags.get(name) : undefined;
    flags.set(name, before === undefined ? value : `${before},${value}`);
  }
  return { flags, operands };
}

/** The value of a flag from the arguments after it. */
function takeValue(kind: Kind<unknown>, flag: string, rest: string[]): string {
  const next = rest[0];
  // A bare flag is complete, so what follows is its value only if it could be nothing else.
  if (kind.bare !== undefined && (next === undefined || kind.fromText(next) === undefined)) {
    return String(kind.bare);
  }
  if (next === undefined || next.startsWith('--')) {
    throw new UsageError(`${flag} needs a value: ${kind.expected}.`);
  }
  rest.shift();
  return next;
}

function splitAtEquals(argument: string): [flag: string, value?: string] {
  const equals = argument.indexOf('=');
  return equals < 0 ? [argument] : [argument.slice(0, equals), argument.slice(equals + 1)];
}
