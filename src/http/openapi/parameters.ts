import type { Schema } from './schema.ts';

/** A parameter as OpenAPI describes it. */
export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly description: string;
  readonly required?: boolean;
  readonly allowEmptyValue?: boolean;
  readonly schema: Schema;
}

const TEXT: Schema = { type: 'string' };

export const HANDLE: ParameterObject = {
  name: 'handle',
  in: 'path',
  required: true,
  description:
    'A handle, percent-encoded; slashes may stand as they are. A scheme before it (`hdl:`, `doi:`, `info:hdl/`, `urn:hdl:`, …) is dropped.',
  schema: TEXT,
};

export function pathParameter(name: string, description: string): ParameterObject {
  return { name, in: 'path', required: true, description, schema: TEXT };
}

function query(name: string, description: string, schema: Schema = TEXT): ParameterObject {
  return { name, in: 'query', description, schema };
}

function repeatable(name: string, description: string, items: Schema = TEXT): ParameterObject {
  return query(name, `${description} May be repeated.`, { type: 'array', items });
}

/** On whatever its value: `noredirect=false` too. */
function presence(name: string, description: string): ParameterObject {
  return { ...query(name, `${description} On whatever its value.`), allowEmptyValue: true };
}

/** On when empty, `yes` or `true`. */
function flag(name: string, description: string): ParameterObject {
  const on = { ...query(name, `${description} On when empty, \`yes\` or \`true\`.`) };
  return { ...on, allowEmptyValue: true };
}

const FILTERS = [
  repeatable('type', 'Only values of this type; `URL.` with all types below it.'),
  repeatable('index', 'Only the value with this index; with `type`, the union of both.', {
    type: 'integer',
    format: 'int32',
  }),
];

/** Of `/api/handles/{handle}`. */
export const API_PARAMETERS: readonly ParameterObject[] = [
  ...FILTERS,
  flag('auth', 'Ask a primary site, past all caches.'),
  flag('cert', 'Take signed answers only.'),
  flag('publicOnly', 'Leave out what only administrators may read; on unless given.'),
  flag('follow', 'Follow aliases, and tell the way in `aliases`.'),
  flag('doNotRefer', 'Known to deployed software; referrals are always followed here.'),
  flag('verify', 'Check the signatures of the record, and tell in `trust`.'),
  flag('pretty', 'Indent the answer.'),
  query('callback', 'JSONP: the function to call, `a.b` too; may be empty.', {
    type: 'string',
    maxLength: 128,
    pattern: '^(?:[A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*)*)?$',
  }),
];

/** Of `/api/handles` without a handle. */
export const LIST_PARAMETERS: readonly ParameterObject[] = [
  query('prefix', 'Asks for the handles of a prefix; only its own servers can tell them.'),
];

/** Of `/{handle}`, as parameters of the query or as fields of a form. */
export const RESOLVER_PARAMETERS: readonly ParameterObject[] = [
  presence('noredirect', 'Show the record; the same as `action=showvalues`.'),
  query('action', 'What to do with the record, in any case; anything else redirects.', {
    type: 'string',
    examples: ['redirect', 'showvalues', 'showurls', 'metadata', 'api'],
  }),
  presence('auth', 'Ask a primary site, past all caches.'),
  presence('cert', 'Take signed answers only.'),
  presence('ignore_aliases', 'Show the record of an alias itself.'),
  ...FILTERS,
  repeatable('locatt', 'Choose among locations by an attribute: `name:value`, or `name`.'),
  query('urlappend', 'Is appended to the URL that was chosen.'),
  query('country', 'Choose as for a visitor from this country.'),
  query('ip', 'Choose the country as for a visitor from this address.'),
  presence('redirectionHeaders', 'Answer 200 instead of a redirect, with its headers.'),
  presence('verify', 'On the page of the record: check its signatures; also with `action=api`.'),
  query('callback', 'With `action=api`: JSONP.'),
  query('pretty', 'With `action=api`: indent the answer.'),
  query('follow', 'With `action=api`: follow aliases.'),
  query('publicOnly', 'With `action=api`: leave out what only administrators may read.'),
];
