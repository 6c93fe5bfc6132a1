import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/handle/selection.ts';
import { decodeMessage, encodeMessage } from '../../src/protocol/message.ts';
import { Opcode } from '../../src/protocol/opcode.ts';
import { decodeRequest, encodeRequest } from '../../src/protocol/request.ts';
import { errorOf } from './error-of.ts';
import { resolutions } from './message-arbitraries.ts';
import { headerOf, messageVector, messageVectors } from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

const HANDLE_ONLY = '00000003612f62';

/** A request with the body given in hexadecimal, otherwise as deployed clients send it. */
function requestWith(body: string, header: { opcode?: number; responseCode?: number } = {}) {
  const plain = decodeMessage(bytesOf(messageVector('req-res-all').hex));
  return encodeMessage({ ...plain, header: { ...plain.header, ...header }, body: bytesOf(body) });
}

describe('a request', () => {
  const vectors = messageVectors('request');

  it.each(vectors)('is read: $name', ({ object, hex }) => {
    const request = decodeRequest(bytesOf(hex));
    const header = headerOf(object.header);
    expect(request.handle).toBe(object.handle);
    expect(request.selection.indexes).toEqual(object.indexes ?? []);
    expect(request.selection.types).toEqual(object.types ?? []);
    expect(request.requestId).toBe(object.envelope.requestId);
    expect(request.opcode).toBe(header.opcode);
    expect(request.flags).toBe(header.flags);
    expect(request.siteSerial).toBe(header.siteSerial);
  });

  it.each(vectors)('is written: $name', ({ hex }) => {
    expect(hexOf(encodeRequest(decodeRequest(bytesOf(hex))))).toBe(hex);
  });

  it('for a resolution is read back as written', () => {
    fc.assert(
      fc.property(resolutions, (request) => {
        const { message, ...decoded } = decodeRequest(encodeRequest(request));
        expect(decoded).toEqual(request);
        expect(message.credential).toHaveLength(0);
      }),
    );
  });

  it('outside sessions need not say so', () => {
    const { sessionId: _, ...request } = decodeRequest(requestWith(HANDLE_ONLY));
    expect(decodeRequest(encodeRequest(request)).sessionId).toBe(0);
  });

  it.each([
    ['both lists', HANDLE_ONLY],
    ['the list of types', `${HANDLE_ONLY}00000000`],
  ])('without %s asks for everything', (_, body) => {
    const request = decodeRequest(requestWith(body));
    expect(request.handle).toBe('a/b');
    expect(request.selection).toEqual(EVERYTHING);
  });

  it('keeps its indexes when only the types are missing', () => {
    const { selection } = decodeRequest(requestWith(`${HANDLE_ONLY}00000001ffffffff`));
    expect(selection).toEqual({ indexes: [-1], types: [] });
  });

  it.each(['00', 'ffffff', 'ffffffffff'])('may have %s after its lists', (junk) => {
    const { selection } = decodeRequest(requestWith(`${HANDLE_ONLY}0000000000000000${junk}`));
    expect(selection).toEqual(EVERYTHING);
  });

  it('for the site of the server need not name a handle', () => {
    expect(decodeRequest(requestWith('', { opcode: Opcode.siteInfo })).handle).toBe('');
  });

  it('of another opcode keeps its body unread', () => {
    const request = decodeRequest(requestWith('ffff', { opcode: 4711 }));
    expect(request).toMatchObject({ opcode: 4711, handle: '', selection: EVERYTHING });
    expect(request.message.body).toEqual(bytesOf('ffff'));
  });

  it.each([
    ['has no handle', requestWith(''), 'truncated'],
    ['has a handle cut short', requestWith('00000004612f62'), 'truncated'],
    ['counts more types than it has', requestWith(`${HANDLE_ONLY}0000000000000001`), 'truncated'],
    ['asks for too many values', requestWith(`${HANDLE_ONLY}00000801`), 'too-many'],
    ['is an answer', requestWith(HANDLE_ONLY, { responseCode: 1 }), 'not-a-request'],
  ])('is refused when it %s', (_, bytes, code) => {
    expect(errorOf(() => decodeRequest(bytes)).code).toBe(code);
  });
});
