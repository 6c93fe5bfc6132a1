import { type PathItem, readable } from './operation.ts';
import { pathParameter } from './parameters.ts';
import { EMPTY_ANSWERS, file, orProblem, page, type ResponseObject } from './responses.ts';

const { notModified } = EMPTY_ANSWERS;

const HELP = 'What this server does and how to ask it';
const nothing = orProblem({ 404: page('There is nothing under this name.') });

const IMAGE = file('The icon.', 'image/x-icon');
const PLAIN = 'text/plain';

function fixed(operationId: string, summary: string, answer: ResponseObject): PathItem {
  return readable({ operationId, summary, responses: { 200: answer, 304: notModified } });
}

/** What is the same whatever the handles. */
export const SITE_PATHS: Readonly<Record<string, PathItem>> = {
  '/help': fixed('getHelp', HELP, page('The page.')),
  '/help.html': fixed('getHelpHtml', HELP, page('The page.')),
  '/openapi.json': fixed('getDescription', 'This document', {
    description: 'The document.',
    content: { 'application/json': { schema: { type: 'object' } } },
  }),
  '/robots.txt': fixed('getRobots', 'What crawlers may read', file('The rules.', PLAIN)),
  '/favicon.ico': readable({
    operationId: 'getIcon',
    summary: 'The icon',
    responses: { 200: IMAGE, 304: notModified, ...nothing },
  }),
  '/static/{file}': readable(
    {
      operationId: 'getFile',
      summary: 'What the pages need',
      responses: {
        200: { description: 'The file.', content: { '*/*': { schema: {} } } },
        304: notModified,
        ...nothing,
      },
    },
    [pathParameter('file', 'The name of the file.')],
  ),
  '/.well-known/{name}': readable(
    {
      operationId: 'getWellKnown',
      summary: 'What hosts tell of themselves',
      responses: { 200: file('The file.', PLAIN), 304: notModified, ...nothing },
    },
    [pathParameter('name', '`security.txt`, where a contact is set.')],
  ),
  '/livez': readable({
    operationId: 'getLiveness',
    summary: 'Whether the process is well',
    responses: { 200: file('It is.', PLAIN) },
  }),
  '/readyz': readable({
    operationId: 'getReadiness',
    summary: 'Whether it takes requests',
    responses: { 200: file('It does.', PLAIN), 503: file('Not yet, or no more.', PLAIN) },
  }),
};
