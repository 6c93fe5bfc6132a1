import { type Operation, type PathItem, readable } from './operation.ts';
import { HANDLE, RESOLVER_PARAMETERS } from './parameters.ts';
import {
  EMPTY_ANSWERS,
  FAILURES,
  file,
  json,
  NATIVE,
  orJsonp,
  orPage,
  orProblem,
  page,
  REDIRECTS,
  REQUEST_FAILURES,
  type Responses,
} from './responses.ts';
import { schemaNamed } from './schema.ts';

const RECORD =
  'The record as a page, its locations as XML (`action=showurls`), or the record as JSON (`action=api`, or when a program asks and the record leads nowhere).';

const RECORD_CONTENT = {
  ...json('', 'Record', 'NoSuchValues').content,
  ...file('', 'text/xml').content,
};

const ANSWERS: Responses = {
  ...orPage(
    orProblem(
      orJsonp({
        ...REQUEST_FAILURES,
        ...FAILURES,
        // With a filter, a page that says "not found" says so in its status too.
        404: json('There is no such handle, or no such values.', 'NotFound', 'NoSuchValues'),
      }),
    ),
  ),
  ...REDIRECTS,
  ...orPage(orJsonp({ 200: { description: RECORD, content: RECORD_CONTENT } })),
};

const post: Operation = {
  operationId: 'postHandle',
  summary: 'The same with a form, or a message of the native protocol',
  requestBody: {
    content: {
      'application/x-www-form-urlencoded': { schema: schemaNamed('Form') },
      'application/json': { schema: schemaNamed('Form') },
      ...NATIVE,
    },
  },
  responses: {
    ...ANSWERS,
    200: { ...ANSWERS[200], content: { ...ANSWERS[200]?.content, ...NATIVE } } as Responses[string],
    415: json('A native message came encoded.', 'RequestError'),
  },
};

/** Where handles are resolved for people. */
export const RESOLVER_PATHS: Readonly<Record<string, PathItem>> = {
  '/{handle}': readable(
    {
      operationId: 'getHandle',
      summary: 'To where the handle leads, or its record',
      responses: { ...ANSWERS, 304: EMPTY_ANSWERS.notModified },
    },
    [HANDLE, ...RESOLVER_PARAMETERS],
    { post },
  ),
  '/': readable(
    {
      operationId: 'getForm',
      summary: 'A form to find a handle with',
      responses: { 200: page('The form.'), 304: EMPTY_ANSWERS.notModified },
    },
    RESOLVER_PARAMETERS,
    {
      post: {
        ...post,
        operationId: 'postForm',
        summary: 'To where the handle in the form leads; the form again when there is none',
      },
    },
  ),
};
