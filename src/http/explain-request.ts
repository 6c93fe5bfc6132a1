import { MAX_HANDLE_BYTES } from '../handle/handle.ts';
import type { Explanation } from './explain.ts';
import { MAX_BODY_BYTES, MAX_TARGET_BYTES } from './limits.ts';

/** What error pages say about requests that are wrong in themselves. */
export const REQUEST_ERRORS = {
  badEscape: {
    status: 400,
    title: { key: 'garbled.title' },
    what: { key: 'badEscape.what' },
    advice: [{ text: { key: 'advice.percent' } }],
  },
  badTarget: {
    status: 400,
    title: { key: 'garbled.title' },
    what: { key: 'badTarget.what' },
    advice: [{ text: { key: 'advice.address' } }],
  },
  badBody: {
    status: 400,
    title: { key: 'badBody.title' },
    what: { key: 'badBody.what' },
    advice: [],
  },
  tooLong: {
    status: 414,
    title: { key: 'tooLong.title' },
    what: {
      key: 'tooLong.what',
      parameters: { address: MAX_TARGET_BYTES, handle: MAX_HANDLE_BYTES },
    },
    advice: [],
  },
  bodyTooLong: {
    status: 413,
    title: { key: 'bodyTooLong.title' },
    what: { key: 'bodyTooLong.what', parameters: { count: MAX_BODY_BYTES } },
    advice: [],
  },
  noHandle: {
    status: 404,
    title: { key: 'noHandle.title' },
    what: { key: 'noHandle.what' },
    advice: [{ text: { key: 'advice.startFinds' } }],
  },
  nothingHere: {
    status: 404,
    title: { key: 'nothingHere.title' },
    what: { key: 'nothingHere.what' },
    advice: [{ text: { key: 'advice.start' } }],
  },
  method: {
    status: 405,
    title: { key: 'method.title' },
    what: { key: 'method.what' },
    advice: [{ text: { key: 'advice.ownServer' } }],
  },
  overloaded: {
    status: 503,
    title: { key: 'overloaded.title' },
    what: { key: 'overloaded.what' },
    advice: [{ text: { key: 'advice.soon' } }],
  },
  unexpected: {
    status: 500,
    title: { key: 'unexpected.title' },
    what: { key: 'unexpected.what' },
    advice: [{ text: { key: 'advice.later' } }],
  },
} as const satisfies Record<string, Explanation>;
