import { MAX_HANDLE_BYTES } from '../handle/handle.ts';
import type { Explanation } from './explain.ts';
import { MAX_BODY_BYTES, MAX_TARGET_BYTES } from './limits.ts';

/** What error pages say about requests that are wrong in themselves. */
export const REQUEST_ERRORS = {
  badEscape: {
    status: 400,
    title: 'The address is garbled',
    what: 'In this address a percent sign is not followed by two hexadecimal digits, or stands for a character that no handle has.',
    advice: [{ text: 'Write a percent sign that belongs to the handle as %25.' }],
  },
  badTarget: {
    status: 400,
    title: 'The address is garbled',
    what: 'The request does not name a path on this server.',
    advice: [{ text: 'An address here begins with a slash, then the handle.' }],
  },
  badBody: {
    status: 400,
    title: 'The request is garbled',
    what: 'The body of the request is said to be JSON, but it holds no JSON object.',
    advice: [],
  },
  tooLong: {
    status: 414,
    title: 'The address is too long',
    what: `An address can have ${MAX_TARGET_BYTES} bytes here, and a handle ${MAX_HANDLE_BYTES}.`,
    advice: [],
  },
  bodyTooLong: {
    status: 413,
    title: 'The request is too long',
    what: `What is sent with a request can have ${MAX_BODY_BYTES} bytes here.`,
    advice: [],
  },
  noHandle: {
    status: 404,
    title: 'That is no handle',
    what: 'A handle has two parts with a slash between them, such as 20.1000/100.',
    advice: [{ text: 'The start page finds handles in whatever you paste there.' }],
  },
  nothingHere: {
    status: 404,
    title: 'There is nothing here',
    what: 'This address is reserved for the server itself, and nothing is kept under it.',
    advice: [{ text: 'The start page finds handles.' }],
  },
  method: {
    status: 405,
    title: 'That cannot be done here',
    what: 'Handles can be read here, but not created, changed or deleted.',
    advice: [{ text: 'Use the server that looks after the handle to change it.' }],
  },
  overloaded: {
    status: 503,
    title: 'Too much to do',
    what: 'This server waits for too many answers from others already, so it has not asked for this one. The handle may be perfectly all right.',
    advice: [{ text: 'Try again in a few seconds.' }],
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong here',
    what: 'This server has made a mistake. It has been noted; the handle may be perfectly all right.',
    advice: [{ text: 'Try again in a minute or two.' }],
  },
} as const satisfies Record<string, Explanation>;
