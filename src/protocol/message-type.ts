/** The media type of handle messages over HTTP; both the request and the answer name it. */
export const MESSAGE_TYPE = 'application/x-hdl-message';

/** Whether a Content-Type or Accept header names it, alone or among others. */
export function namesMessageType(header: string | undefined): boolean {
  return header?.toLowerCase().includes(MESSAGE_TYPE) ?? false;
}

/** Some clients put a line end before the message; no version of the protocol begins with one. */
export function withoutLineEnd(body: Uint8Array): Uint8Array {
  return body[0] === 0x0d || body[0] === 0x0a ? body.subarray(1) : body;
}
