import { type Handle, MAX_HANDLE_BYTES } from '../handle/handle.ts';
import { encodeText } from '../protocol/text.ts';

/** No UTF-16 unit takes more bytes of UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/** Whether any server would take the handle: it is not empty, nor longer than handles may be. */
export function isPossibleHandle(handle: Handle): boolean {
  if (handle.length * MAX_BYTES_PER_UNIT <= MAX_HANDLE_BYTES) return handle !== '';
  return encodeText(handle).length <= MAX_HANDLE_BYTES;
}
