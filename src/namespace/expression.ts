import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import type { Budget } from './budget.ts';
import { UnusableExpression } from './cursor.ts';
import { translateJavaExpression } from './java-expression.ts';
import { COMPILATION_WORK, MAX_EXPRESSION_CHARACTERS, MAX_EXPRESSION_SIZE } from './limits.ts';

/** A regular expression of a template. It belongs to its record and is compiled on first use. */
export interface Expression {
  /**
   * Matches the whole of `text`.
   *
   * @returns the groups, the whole text first and groups that took no part empty; undefined when
   *   it does not match; a reason when the expression cannot be used, which is no match either
   */
  match(text: string, options: MatchOptions): readonly string[] | undefined | Unusable;
}

export interface MatchOptions {
  readonly ignoreCase: boolean;
  readonly budget: Budget;
}

export interface Unusable {
  readonly unusable: string;
}

/** What an expression in the syntax of java.util.regex stands for, on an engine of linear time. */
export function createExpression(java: string): Expression {
  const compiled = new Map<boolean, Compiled | Unusable>();
  return {
    match(text, { ignoreCase, budget }) {
      let pattern = compiled.get(ignoreCase);
      if (pattern === undefined) {
        if (!budget.spendOnExpression(COMPILATION_WORK)) return TOO_COSTLY;
        pattern = compile(java, ignoreCase);
        compiled.set(ignoreCase, pattern);
      }
      if ('unusable' in pattern) return pattern;
      if (!budget.spendOnExpression(pattern.work * (text.length + 1))) return TOO_COSTLY;
      return groupsOf(pattern.regex, text);
    },
  };
}

const TOO_COSTLY: Unusable = { unusable: 'too much work for this text' };

interface Compiled {
  readonly regex: RE2JS;
  /** For each character of a text. */
  readonly work: number;
}

/** Loaded with the first expression: few prefixes have any. */
function engine(): typeof import('re2js') {
  return createRequire(import.meta.url)('re2js');
}

function compile(java: string, ignoreCase: boolean): Compiled | Unusable {
  if (java.length > MAX_EXPRESSION_CHARACTERS) return { unusable: 'it is too long' };
  try {
    const { expression, size } = translateJavaExpression(java);
    if (size > MAX_EXPRESSION_SIZE) return { unusable: 'its repetitions are too many' };
    const { RE2JS } = engine();
    const regex = RE2JS.compile(expression, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return { regex, work: size * (1 + regex.groupCount()) };
  } catch (error) {
    if (error instanceof UnusableExpression) return { unusable: error.message };
    return { unusable: 'it cannot be compiled' };
  }
}

function groupsOf(regex: RE2JS, text: string): readonly string[] | undefined {
  const matcher = regex.matcher(text);
  if (!matcher.matches()) return undefined;
  return Array.from({ length: regex.groupCount() + 1 }, (_, group) => matcher.group(group) ?? '');
}
