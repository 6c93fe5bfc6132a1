import type { Handle } from '../handle/handle.ts';
import { DEFAULT_TTL_SECONDS, type HandleValue, TtlType } from '../handle/handle-value.ts';
import { DEFAULT_PERMISSIONS } from '../handle/permission.ts';
import { dataTextOrHex } from '../xml/data-text.ts';
import type { Budget } from './budget.ts';
import { interpolate, type Parameter, textOfName } from './parameter.ts';
import type { ConditionInstruction, Instruction, ValueInstruction } from './template.ts';

export interface TemplateInput {
  readonly handle: Handle;
  readonly base: Handle;
  readonly extension: string;
  readonly baseValues: readonly HandleValue[];
  /** Whether matching looks at case, as servers with case-sensitive suffixes do. */
  readonly caseSensitive: boolean;
  readonly budget: Budget;
  /** Called with an expression that cannot be used, and why. */
  onUnusable(expression: string, reason: string): void;
}

/** Thrown and caught in this file: `<notfound/>` ends everything at once. */
class NotFound extends Error {}

interface Scope {
  /** Changed by `def`; every branch works on a copy. */
  readonly parameters: Map<string, Parameter>;
  /** The value that `foreach` is at. */
  readonly current: HandleValue | undefined;
  readonly results: ValueList;
}

/**
 * Applies templates in order and puts together what they make.
 *
 * @returns undefined when `<notfound/>` was reached
 * @throws TemplateTooCostly
 */
export function runTemplates(
  bodies: readonly (readonly Instruction[])[],
  input: TemplateInput,
): readonly HandleValue[] | undefined {
  const { handle, base, extension } = input;
  const results = createValueList();
  const run = createRunner(input);
  try {
    for (const body of bodies) {
      const parameters = new Map(
        Object.entries({ handle, base, extension }).map(([name, text]) => [name, { text }]),
      );
      run(body, { parameters, current: undefined, results });
    }
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
  return results.values;
}

/** Values with unique indexes; a taken index is counted up to the next free one. */
interface ValueList {
  readonly values: readonly HandleValue[];
  add(value: HandleValue): void;
}

function createValueList(): ValueList {
  const values: HandleValue[] = [];
  const taken = new Set<number>();
  /** Where the search for a free index went on from an index that was taken. */
  const searched = new Map<number, number>();
  return {
    values,
    add(value) {
      let index = searched.get(value.index) ?? value.index;
      while (taken.has(index)) index += 1;
      searched.set(value.index, index);
      taken.add(index);
      values.push({ ...value, index });
    },
  };
}

function createRunner(input: TemplateInput) {
  const { budget } = input;
  /** The texts of the base's values: read once, because there may be thousands of loops. */
  let texts: readonly string[] | undefined;

  function run(body: readonly Instruction[], scope: Scope): void {
    for (const instruction of body) {
      budget.step();
      switch (instruction.kind) {
        case 'value':
          addValue(instruction, scope);
          break;
        case 'if':
          runCondition(instruction, scope);
          break;
        case 'foreach':
          if (scope.current === undefined) runForeach(instruction.body, scope);
          break;
        case 'def': {
          const results = createValueList();
          run(instruction.body, branch(scope, { results }));
          const data = results.values[0]?.data;
          const text = data === undefined ? '' : dataTextOrHex(data);
          scope.parameters.set(instruction.parameter, { text });
          break;
        }
        case 'not-found':
          throw new NotFound();
      }
    }
  }

  function runForeach(body: readonly Instruction[], scope: Scope): void {
    texts ??= input.baseValues.map(({ data }) => dataTextOrHex(data));
    for (const [position, current] of input.baseValues.entries()) {
      budget.step();
      const inner = branch(scope, { current });
      inner.parameters.set('type', { text: current.type });
      inner.parameters.set('data', { text: texts[position] ?? '' });
      inner.parameters.set('index', { text: String(current.index) });
      run(body, inner);
    }
  }

  function runCondition(condition: ConditionInstruction, scope: Scope): void {
    const bound = evaluate(condition, textOfName(condition.value, scope.parameters));
    if (bound === undefined) return;
    const inner = branch(scope, {});
    inner.parameters.set(condition.parameter, bound);
    run(condition.body, inner);
  }

  /** @returns what the parameter is inside, or undefined when the branch is not taken */
  function evaluate({ test, negate }: ConditionInstruction, text: string): Parameter | undefined {
    switch (test.kind) {
      case 'always':
        // There is nothing to turn around, so an else behind it is never taken.
        return negate ? undefined : { text };
      case 'never':
        return undefined;
      case 'equals':
        return (text === test.expected) === negate ? undefined : { text };
      case 'matches': {
        const match = test.expression.match(text, { ignoreCase: !input.caseSensitive, budget });
        if (match !== undefined && 'unusable' in match) {
          input.onUnusable(test.source, match.unusable);
          return negate ? { text } : undefined;
        }
        if (negate) return match === undefined ? { text } : undefined;
        return match && { text, groups: match };
      }
    }
  }

  function addValue(instruction: ValueInstruction, scope: Scope): void {
    const type = textOf(instruction.type, scope);
    const data = textOf(instruction.data, scope);
    const { current } = scope;
    if (current === undefined && (type === undefined || data === undefined)) return;
    budget.value();
    if (current !== undefined) budget.produce(copiedCharacters(current, data !== undefined));
    scope.results.add({
      ...(current ?? FRESH),
      // Outside of foreach deployed servers count from 1, whatever the attribute says.
      index: current === undefined ? 1 : (instruction.index ?? current.index),
      type: type ?? current?.type ?? '',
      data: data === undefined ? (current?.data ?? new Uint8Array()) : Buffer.from(data, 'utf8'),
    });
  }

  function textOf(text: string | undefined, scope: Scope): string | undefined {
    return text === undefined ? undefined : interpolate(text, scope.parameters, budget);
  }

  function branch(scope: Scope, changes: Partial<Scope>): Scope {
    // A copy costs what it holds; thousands of definitions must not be copied thousands of times.
    budget.step(scope.parameters.size);
    return { ...scope, parameters: new Map(scope.parameters), ...changes };
  }

  return run;
}

/** What a copy takes from its original: one long value must not be copied thousands of times. */
function copiedCharacters({ data, references }: HandleValue, hasOtherData: boolean): number {
  const referred = references.reduce((sum, { handle }) => sum + handle.length + 4, 0);
  return hasOtherData ? referred : referred + data.length;
}

/** A value that is no copy of one in the base's record. */
const FRESH = {
  timestamp: 0,
  ttlType: TtlType.relative,
  ttl: DEFAULT_TTL_SECONDS,
  permissions: DEFAULT_PERMISSIONS,
  references: [],
} as const;
