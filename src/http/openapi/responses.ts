import type { Schema } from './schema.ts';
import { schemaNamed } from './schema.ts';

/** An answer as OpenAPI describes it. */
export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Schema>>;
  readonly content?: Content;
}

/** What a body may be, by media type. */
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** Answers by status. */
export type Responses = Readonly<Record<string, ResponseObject>>;

const TEXT: Schema = { type: 'string' };

const PAGE = { 'text/html': { schema: TEXT } };

const header = (description: string, schema: Schema = TEXT): Schema => ({ description, schema });

const LOCATION = { Location: header('Where the handle leads.', { type: 'string' }) };
const RETRY = { 'Retry-After': header('Seconds.', { type: 'integer' }) };
const ALLOW = { Allow: header('What can be done instead.') };

/** JSON of one of these schemas; JSONP where a callback was named. */
export function json(description: string, ...names: readonly string[]): ResponseObject {
  const schemas = names.map(schemaNamed);
  const schema = schemas.length === 1 ? (schemas[0] as Schema) : { anyOf: schemas };
  return { description, content: { 'application/json': { schema } } };
}

export function page(description: string): ResponseObject {
  return { description, content: PAGE };
}

export function file(description: string, ...types: readonly string[]): ResponseObject {
  const entries = types.map((type) => [type, { schema: TEXT }] as const);
  return { description, content: Object.fromEntries(entries) };
}

/** Answers for programs, also as pages for people. */
export function orPage(responses: Responses): Responses {
  return withContent(responses, PAGE);
}

/** What goes wrong, also in the form of RFC 9457. */
export function orProblem(responses: Responses): Responses {
  return withContent(responses, {
    'application/problem+json': { schema: schemaNamed('Problem') },
  });
}

function withContent(responses: Responses, more: Content): Responses {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { content, ...rest }]) => [
      status,
      { ...rest, content: { ...content, ...more } },
    ]),
  );
}

/** Answers without a body. */
export const EMPTY_ANSWERS = {
  notModified: { description: 'What the client has is still right.' },
  options: { description: 'What can be done here.', headers: ALLOW },
} as const satisfies Record<string, ResponseObject>;

/** What becomes of a handle that was not found out about, as JSON. */
export const FAILURES: Responses = {
  403: json('Only an administrator may read what was asked for.', 'Restricted'),
  404: json('There is no such handle.', 'NotFound'),
  502: json('A server upstream answered what is no use.', 'Failure'),
  503: {
    ...json('The servers upstream are busy, or this one is.', 'Failure', 'RequestError'),
    headers: RETRY,
  },
  504: json('The servers upstream did not answer.', 'Failure'),
};

/** What can be wrong with a request, as JSON. */
export const REQUEST_FAILURES: Responses = {
  400: json('The request is wrong in itself.', 'RequestError'),
  413: json('The body is too long.', 'RequestError'),
  414: json('The address, or the handle in it, is too long.', 'RequestError'),
  500: json('A mistake of this server.', 'RequestError'),
};

export const NOT_WRITABLE: ResponseObject = {
  ...json('Handles can only be read here.', 'NotWritable'),
  headers: ALLOW,
};

/** The same answers, also as the call of a function that `callback` names. */
export function orJsonp(responses: Responses): Responses {
  return withContent(responses, { 'application/javascript': { schema: TEXT } });
}

/** The redirects that a record may ask for, and 200 with `redirectionHeaders`. */
export const REDIRECTS: Responses = Object.fromEntries(
  [301, 302, 303, 307, 308].map((status) => [
    status,
    { ...page('To where the handle leads.'), headers: LOCATION },
  ]),
);

/** What stands for a message of the native protocol: bytes. */
export const NATIVE = { 'application/x-hdl-message': { schema: TEXT } };
