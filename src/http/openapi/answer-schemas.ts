import { MAX_BULK_HANDLES } from '../limits.ts';
import { closed, int32, listOf, type Schema, schemaNamed, text } from './schema.ts';

const handle = text('The handle it is about: the last one when aliases were followed.');
const aliases = listOf(
  { type: 'string' },
  'With `follow`: the handles passed on the way, the one asked for first; empty when none was.',
);
const message = text('For people; there is none where the response code says it all.');

const oneOrMore = (items: Schema, description: string): Schema => ({
  description,
  oneOf: [items, listOf(items, description)],
});

/** What JSON takes for a boolean, as the query does: true, `true`, `yes` or empty, in any case. */
const switchable = (description: string): Schema => ({
  description,
  oneOf: [{ type: ['boolean', 'string', 'number'] }, { type: 'array' }],
});

/** Parameters that hold for the whole request, as members of its body. */
const PARAMETERS: Readonly<Record<string, Schema>> = {
  type: oneOrMore({ type: 'string' }, 'Only values of these types; `URL.` with all below it.'),
  index: oneOrMore({ type: ['integer', 'string'] }, 'Only values with these indexes.'),
  auth: switchable('Ask a primary site, past all caches.'),
  cert: switchable('Take signed answers only.'),
  publicOnly: switchable('Leave out what only administrators may read; otherwise 403.'),
  follow: switchable('Follow aliases.'),
  verify: switchable('Check the signatures of the record.'),
  pretty: switchable('Indent the answer.'),
};

/** What the API takes and what it answers. */
export const ANSWER_SCHEMAS: Readonly<Record<string, Schema>> = {
  Record: closed(
    'The values of a handle.',
    {
      responseCode: { const: 1 },
      handle,
      aliases,
      values: {
        ...listOf(schemaNamed('Value'), "In the server's order, which is not that of the indexes."),
        minItems: 1,
      },
      trust: schemaNamed('Trust'),
    },
    ['aliases', 'trust'],
  ),
  NoSuchValues: closed(
    'The handle exists, but not the values asked for.',
    { responseCode: { const: 200 }, values: { type: 'array', maxItems: 0 }, handle, aliases },
    ['aliases'],
  ),
  NotFound: closed(
    'There is no such handle, or its aliases lead nowhere.',
    { responseCode: { const: 100 }, message, handle, aliases },
    ['message', 'aliases'],
  ),
  Restricted: closed(
    'Only an administrator may read this.',
    { responseCode: { enum: [401, 402] }, message, handle, aliases },
    ['message', 'aliases'],
  ),
  Failure: closed(
    'It could not be found out.',
    {
      responseCode: int32('The response code that a server gave, else 2.'),
      message,
      handle,
      aliases,
    },
    ['message', 'aliases'],
  ),
  RequestError: closed(
    'The request is wrong in itself, or cannot be heeded now.',
    {
      responseCode: int32(
        '3: too much to do; 5: cannot be done; 102: no handle; 301: not here; otherwise 4, or 2.',
        { enum: [2, 3, 4, 5, 102, 301] },
      ),
      message,
      handle,
    },
    ['handle'],
  ),
  NotWritable: closed(
    'Handles can only be read here.',
    { responseCode: { const: 5 }, message, handle },
    ['handle'],
  ),
  Problem: closed(
    'What went wrong (RFC 9457).',
    {
      type: text('Ends in a name that does not change.', { format: 'uri-reference' }),
      title: text('In a few words.'),
      status: { type: 'integer' },
      detail: text('In a sentence.'),
      instance: text('What was asked for.', { format: 'uri-reference' }),
      responseCode: int32('That of the handle protocol, where it has one for this.'),
      handle,
    },
    ['instance', 'responseCode', 'handle'],
  ),
  Parameters: {
    type: 'object',
    description: 'Parameters of the query, as members.',
    properties: PARAMETERS,
    additionalProperties: { type: ['string', 'number', 'boolean', 'array'] },
  },
  BulkRequest: {
    type: 'object',
    description: 'Handles, and parameters that hold for all of them.',
    required: ['handles'],
    properties: {
      handles: {
        type: 'array',
        description: 'As in the path, but not percent-encoded.',
        items: { type: 'string' },
        maxItems: MAX_BULK_HANDLES,
      },
      ...PARAMETERS,
    },
    additionalProperties: { type: ['string', 'number', 'boolean', 'array'] },
  },
  BulkAnswer: closed('What became of each handle.', {
    results: {
      ...listOf(
        {
          anyOf: ['Record', 'NoSuchValues', 'NotFound', 'Restricted', 'BulkFailure'].map(
            schemaNamed,
          ),
        },
        'In the order of the handles, duplicates included.',
      ),
      maxItems: MAX_BULK_HANDLES,
    },
  }),
  BulkFailure: closed(
    'One of the handles could not be looked up, or is none.',
    {
      responseCode: int32('102: no handle; otherwise as in `Failure`.'),
      message,
      handle,
      aliases,
    },
    ['message', 'handle', 'aliases'],
  ),
};
