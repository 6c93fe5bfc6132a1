import type { Observer } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { EVERYTHING, type Selection } from '../handle/selection.ts';
import { expandTemplate } from '../namespace/expand-template.ts';
import { delimiterOf } from '../namespace/namespace-chain.ts';
import type { Asking } from './asking.ts';
import type { Failure } from './failure.ts';
import type { RecordResult } from './record-answer.ts';
import type { Service } from './service.ts';

/** What the template of a prefix made of a handle that no server stores. */
export interface MadeRecord {
  readonly kind: 'made';
  readonly values: readonly HandleValue[];
  /** Until when the records it was made of may be used, in milliseconds since 1970. */
  readonly freshUntil: number;
  /** Whether all of them were signed. */
  readonly certified: boolean;
  /** Whether any of them had expired. */
  readonly isStale: boolean;
}

/** Carries a failed look-up through the template engine. */
class LookUpFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Whether a template of the prefix might make the record of a handle. */
export function mayBeMade(handle: Handle, { namespaces }: Pick<Service, 'namespaces'>): boolean {
  const delimiter = delimiterOf(namespaces);
  return delimiter !== '' && handle.includes(delimiter);
}

/**
 * Makes the record of a template handle, as handle servers do that have the feature; with servers
 * that do not, this is the only way to it.
 *
 * @param lookUp looks a record up on behalf of the same request
 * @returns undefined when the prefix has no template, or that finds nothing
 */
export async function templateRecord(
  asking: Asking,
  service: Service,
  lookUp: (asking: Asking) => RecordResult | Promise<RecordResult>,
  observer: Observer,
): Promise<MadeRecord | Failure | undefined> {
  const { handle } = asking;
  const { namespaces } = service;
  if (!mayBeMade(handle, service)) return undefined;
  let freshUntil = service.freshUntil;
  let certified = asking.certified;
  let isStale = false;
  let failed: Failure | undefined;

  async function valuesOf(of: Handle, selection: Selection): Promise<readonly HandleValue[]> {
    const result = await lookUp({ ...asking, handle: of, selection });
    if (result.kind === 'failed') {
      // Who refers to himself has written what is no template.
      if (result.outcome !== 'service-loop') failed = result;
      throw new LookUpFailed(result);
    }
    if (result.kind !== 'values') return [];
    freshUntil = Math.min(freshUntil, ...result.expiries);
    certified &&= result.certified;
    isStale ||= result.cache === 'stale';
    return result.values;
  }

  try {
    const expansion = await expandTemplate({
      handle,
      namespaces,
      lookUp: {
        baseValues: (base) => valuesOf(base, EVERYTHING),
        referencedValue: async (reference) => {
          const { index } = reference;
          const values = await valuesOf(reference.handle, { types: [], indexes: [index] });
          return values.find((value) => value.index === index);
        },
      },
      complain: (message) => observer.warning?.({ name: 'bad-template', handle, message }),
    });
    // A template that could not be fetched does not mean that there is no such handle.
    if (expansion.outcome !== 'made') return failed;
    return { kind: 'made', values: expansion.values, freshUntil, certified, isStale };
  } catch (error) {
    if (error instanceof LookUpFailed) return error.failure;
    throw error;
  }
}
