import { EVERYTHING, type Selection } from '../handle/selection.ts';
import { firstOf, type Parameters } from './parameters.ts';

/** What a visitor wants to be done with the record. */
export type Action = 'redirect' | 'showvalues' | 'showurls' | 'metadata' | 'api';

const ACTIONS: readonly Action[] = ['showvalues', 'showurls', 'metadata', 'api'];

export function actionOf(parameters: Parameters): Action {
  const action = firstOf(parameters, 'action')?.toLowerCase();
  const known = ACTIONS.find((name) => name === action);
  if (known !== undefined) return known;
  return action === undefined && parameters.has('noredirect') ? 'showvalues' : 'redirect';
}

/** The values asked for; one index that is no number drops all of them, as deployed. */
export function selectionOf(parameters: Parameters): Selection {
  if (!parameters.has('type') && !parameters.has('index')) return EVERYTHING;
  return {
    types: parameters.get('type') ?? [],
    indexes: indexesOf(parameters) ?? [],
  };
}

/** @returns undefined when one of them is no signed number of 32 bits */
export function indexesOf(parameters: Parameters): readonly number[] | undefined {
  const indexes = (parameters.get('index') ?? []).map((text) =>
    /^[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN,
  );
  return indexes.every((index) => index === (index | 0)) ? indexes : undefined;
}
