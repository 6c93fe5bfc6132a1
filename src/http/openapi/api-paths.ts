import { type Operation, type PathItem, readable } from './operation.ts';
import { API_PARAMETERS, HANDLE, LIST_PARAMETERS, pathParameter } from './parameters.ts';
import {
  EMPTY_ANSWERS,
  FAILURES,
  json,
  NOT_WRITABLE,
  orJsonp,
  REQUEST_FAILURES,
  type Responses,
} from './responses.ts';
import { schemaNamed } from './schema.ts';

const RECORD_ANSWERS = orJsonp({
  ...REQUEST_FAILURES,
  ...FAILURES,
  200: json('The record, or that it has no such values.', 'Record', 'NoSuchValues'),
});

const REFUSED = { 405: NOT_WRITABLE };

const write = (operationId: string, verb: string): Operation => ({
  operationId,
  summary: `Refused: handles cannot be ${verb} here`,
  responses: { ...REFUSED, 414: REQUEST_FAILURES[414] as Responses[string] },
});

/** `/api/…`: records for programs. */
export const API_PATHS: Readonly<Record<string, PathItem>> = {
  '/api/handles/{handle}': readable(
    {
      operationId: 'getRecord',
      summary: 'The record of a handle',
      responses: { ...RECORD_ANSWERS, 304: EMPTY_ANSWERS.notModified },
    },
    [HANDLE, ...API_PARAMETERS],
    {
      post: {
        operationId: 'postRecord',
        summary: 'The same, with parameters in the body as well',
        requestBody: {
          content: {
            'application/json': { schema: schemaNamed('Parameters') },
            'application/x-www-form-urlencoded': { schema: schemaNamed('Parameters') },
          },
        },
        responses: RECORD_ANSWERS,
      },
      put: write('putRecord', 'made or changed'),
      delete: write('deleteRecord', 'deleted'),
    },
  ),
  '/api/handles': readable(
    {
      operationId: 'listHandles',
      summary: 'Refused: no handle is named, and only the servers of a prefix can list it',
      responses: orJsonp({ 400: json('There is nothing to answer.', 'RequestError') }),
    },
    [...LIST_PARAMETERS, ...API_PARAMETERS],
    {
      post: {
        operationId: 'getRecords',
        summary: 'The records of many handles',
        requestBody: {
          required: true,
          content: { 'application/json': { schema: schemaNamed('BulkRequest') } },
        },
        responses: orJsonp({
          ...REQUEST_FAILURES,
          200: json('One result for each handle.', 'BulkAnswer'),
          415: json('The body is not plain JSON.', 'RequestError'),
        }),
      },
      put: write('putRecords', 'made or changed'),
      delete: write('deleteRecords', 'deleted'),
    },
  ),
  '/api/{endpoint}': readable(
    {
      operationId: 'unknownEndpoint',
      summary: 'What else an API may have, and this one has not',
      responses: {
        404: json('There is no such thing.', 'RequestError'),
        414: json('The address is too long.', 'RequestError'),
      },
    },
    [pathParameter('endpoint', 'Anything but `handles`; nothing, too.')],
  ),
};
