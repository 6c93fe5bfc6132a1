import { EVERYTHING } from '../../src/handle/selection.ts';
import { DEFAULT_RESOLUTION_FLAGS } from '../../src/protocol/op-flag.ts';
import { NEWEST_VERSION } from '../../src/protocol/version.ts';
import type { Question } from '../../src/transport/question.ts';

export const HANDLE = '20.500.99999/demo-1';

export const QUESTION: Question = {
  opcode: 1,
  handle: HANDLE,
  selection: EVERYTHING,
  flags: DEFAULT_RESOLUTION_FLAGS,
  siteSerial: 1,
  recursionCount: 0,
  version: NEWEST_VERSION,
};
