import { comparisonForm, type Handle, prefixOf } from '../handle/handle.ts';
import { isEverything, type Selection } from '../handle/selection.ts';
import { ValueType } from '../handle/value-type.ts';
import { earliest } from './freshness.ts';
import { MAX_ALIASES } from './limits.ts';
import {
  aliasPosition,
  aliasTarget,
  type RecordAnswer,
  type RecordResult,
} from './record-answer.ts';
import type { AliasFailure, CacheUse, Resolution } from './resolution.ts';

/** Also asked for when only some values are wanted, so that aliases are followed all the same. */
const ALIAS_TYPES = `${ValueType.alias}.`;

/** What to ask the servers for when a user wants `wanted`. */
export function selectionToAsk(wanted: Selection, ignoreAliases: boolean): Selection {
  if (ignoreAliases || isEverything(wanted)) return wanted;
  return { types: [...wanted.types, ALIAS_TYPES], indexes: wanted.indexes };
}

/**
 * The way from the handle that was asked for over its aliases to the record that is shown. It is told
 * what each look-up found, and says when the end is reached.
 */
export class AliasChain {
  readonly #asked: Handle;
  readonly #ignoreAliases: boolean;
  readonly #passed: Handle[] = [];
  #current: Handle;
  #freshUntil = Number.POSITIVE_INFINITY;
  #cache: CacheUse = 'local';
  #authoritative = true;
  #certified = true;

  constructor(asked: Handle, ignoreAliases: boolean) {
    this.#asked = asked;
    this.#current = asked;
    this.#ignoreAliases = ignoreAliases;
  }

  /** The handle whose record has to be looked up next. */
  get current(): Handle {
    return this.#current;
  }

  /** @returns undefined when the record is an alias: look up {@link current} */
  advance(result: RecordResult): Resolution | undefined {
    this.#cache = worse(this.#cache, 'cache' in result ? result.cache : 'miss');
    if (result.kind !== 'values') return this.#endWithout(result);
    this.#authoritative &&= result.authoritative;
    this.#certified &&= result.certified;
    const position = this.#ignoreAliases ? -1 : aliasPosition(result.values);
    const alias = result.values[position];
    if (alias === undefined) return this.#show(result);
    this.#freshUntil = Math.min(this.#freshUntil, result.expiries[position] ?? 0);
    return this.#follow(aliasTarget(alias));
  }

  #follow(target: Handle): Resolution | undefined {
    this.#passed.push(this.#current);
    this.#current = target;
    const seen = comparisonForm(target);
    if (this.#passed.some((passed) => comparisonForm(passed) === seen)) {
      return this.#fail('alias-loop', `aliases lead in a circle: ${this.#names()}`);
    }
    if (this.#passed.length > MAX_ALIASES) {
      const message = `more than ${MAX_ALIASES} aliases in a row: ${this.#names()}`;
      return this.#fail('alias-chain-too-long', message);
    }
    return undefined;
  }

  /** Nothing has to be picked: an alias value among them would have been followed. */
  #show({ values, expiries, namespaces }: RecordAnswer): Resolution {
    return {
      outcome: 'found',
      asked: this.#asked,
      handle: this.#current,
      aliases: this.#passed,
      values,
      freshUntil: Math.min(this.#freshUntil, earliest(expiries)),
      cache: this.#cache,
      authoritative: this.#authoritative,
      certified: this.#certified,
      namespaces,
    };
  }

  #endWithout(result: Exclude<RecordResult, RecordAnswer>): Resolution {
    const subject = this.#subject();
    const { message } = result;
    switch (result.kind) {
      case 'handle-not-found':
        return (
          this.#dangling(message) ?? {
            outcome: 'handle-not-found',
            ...subject,
            responseCode: 100,
            cache: this.#cache,
            message,
            namespaces: result.namespaces,
          }
        );
      case 'prefix-not-found':
        return (
          this.#dangling(message) ?? {
            outcome: 'prefix-not-found',
            ...subject,
            prefix: prefixOf(this.#current),
            cache: this.#cache,
            message,
            namespaces: result.namespaces,
          }
        );
      case 'values-not-found':
        return {
          outcome: 'values-not-found',
          ...subject,
          responseCode: 200,
          cache: this.#cache,
          message,
          namespaces: result.namespaces,
        };
      case 'restricted':
        return { outcome: 'restricted', ...subject, responseCode: result.responseCode, message };
      case 'failed': {
        const { outcome, responseCode, retryAfterSeconds } = result;
        return {
          outcome,
          ...subject,
          message,
          ...(responseCode !== undefined && { responseCode }),
          ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
        };
      }
    }
  }

  /** What was not found at the end of an alias is the alias's fault. */
  #dangling(message: string): AliasFailure | undefined {
    if (this.#passed.length === 0) return undefined;
    return this.#fail('alias-dangling', `an alias leads nowhere: ${this.#names()}: ${message}`);
  }

  #fail(outcome: AliasFailure['outcome'], message: string): AliasFailure {
    return { outcome, ...this.#subject(), message };
  }

  #subject(): { asked: Handle; handle: Handle; aliases: readonly Handle[] } {
    return { asked: this.#asked, handle: this.#current, aliases: this.#passed };
  }

  #names(): string {
    return [...this.#passed, this.#current].join(' → ');
  }
}

/** What is stale on the way makes the whole stale; what had to be asked for, a miss. */
function worse(one: CacheUse, other: CacheUse): CacheUse {
  if (one === 'stale' || other === 'stale') return 'stale';
  if (one === 'miss' || other === 'miss') return 'miss';
  return one === 'hit' ? one : other;
}
