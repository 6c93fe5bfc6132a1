import type { Selection } from '../handle/selection.ts';
import { MAX_CALLBACK_LENGTH } from './limits.ts';
import { firstOf, type Parameters } from './parameters.ts';
import { indexesOf } from './resolve-parameters.ts';

/** The parameters of the API, checked. */
export interface RestParameters {
  readonly selection: Selection;
  readonly authoritative: boolean;
  readonly certified: boolean;
  readonly publicOnly: boolean;
  readonly pretty: boolean;
  /** The function that JSONP calls; may be empty. */
  readonly callback: string | undefined;
}

const CALLBACK = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;

/** @returns what is wrong, as a text, when something is */
export function readRestParameters(parameters: Parameters): RestParameters | string {
  const indexes = indexesOf(parameters);
  if (indexes === undefined) return 'index must be a whole number';
  const callback = firstOf(parameters, 'callback');
  if (callback !== undefined && !isCallback(callback)) {
    return 'callback must be the name of a JavaScript function';
  }
  return {
    selection: { types: parameters.get('type') ?? [], indexes },
    authoritative: flag(parameters, 'auth', false),
    certified: flag(parameters, 'cert', false),
    publicOnly: flag(parameters, 'publicOnly', true),
    pretty: flag(parameters, 'pretty', false),
    callback,
  };
}

/** An empty name is allowed: deployed software then sends the bare object in parentheses. */
function isCallback(name: string): boolean {
  return name === '' || (name.length <= MAX_CALLBACK_LENGTH && CALLBACK.test(name));
}

function flag(parameters: Parameters, name: string, missing: boolean): boolean {
  const value = firstOf(parameters, name);
  return value === undefined ? missing : /^(?:|yes|true)$/i.test(value);
}
