import { type Handle, MAX_HANDLE_BYTES } from '../handle/handle.ts';
import { encodeText } from '../protocol/text.ts';

/** No UTF-16 unit takes more bytes of UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/** Whether no server would take the handle. */
export function isTooLong(handle: Handle): boolean {
  return (
    handle.length * MAX_BYTES_PER_UNIT > MAX_HANDLE_BYTES &&
    encodeText(handle).length > MAX_HANDLE_BYTES
  );
}
