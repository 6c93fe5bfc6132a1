import { MAX_CALLBACK_LENGTH } from './limits.ts';
import { firstOf, type Parameters } from './parameters.ts';
import { JSON_TYPE, type ResponseHeaders, respond } from './respond.ts';
import { restText } from './rest-body.ts';

/** How an answer of the API is written. */
export interface RestFormat {
  /** Whether it is indented. */
  readonly pretty: boolean;
  /** The function that JSONP calls; may be empty. */
  readonly callback: string | undefined;
}

export const COMPACT: RestFormat = { pretty: false, callback: undefined };

const JAVASCRIPT = 'application/javascript;charset=utf-8';

const CALLBACK = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;

/** @returns what is wrong, as a text, when something is */
export function readRestFormat(parameters: Parameters): RestFormat | string {
  const callback = firstOf(parameters, 'callback');
  if (callback !== undefined && !isCallback(callback)) {
    return 'callback must be the name of a JavaScript function';
  }
  return { pretty: isSwitchedOn(parameters, 'pretty'), callback };
}

/** A boolean of the API: on when it is empty, `yes` or `true` in any case. */
export function isSwitchedOn(parameters: Parameters, name: string, missing = false): boolean {
  const value = firstOf(parameters, name);
  return value === undefined ? missing : /^(?:|yes|true)$/i.test(value);
}

/** An answer of the API, written as was asked for. */
export function respondRest(
  status: number,
  headers: ResponseHeaders,
  body: object,
  { pretty, callback }: RestFormat,
): Response {
  const text = restText(body, pretty);
  return callback === undefined
    ? respond(status, { 'Content-Type': JSON_TYPE, ...headers }, text)
    : respond(status, { 'Content-Type': JAVASCRIPT, ...headers }, `${callback}(${text});`);
}

/** An empty name is allowed: deployed software then sends the bare object in parentheses. */
function isCallback(name: string): boolean {
  return name === '' || (name.length <= MAX_CALLBACK_LENGTH && CALLBACK.test(name));
}
