import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCredential, encodeCredential } from '../../src/protocol/credential.ts';
import { errorOf } from './error-of.ts';
import { credentials } from './message-arbitraries.ts';
import { messageVectors } from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

/** Version, options, no signer, counter 0, type `T`; then the length of the rest. */
const BEGINNING = '0000000000000000000000000000000154';

describe('a credential', () => {
  it.each(messageVectors('certified'))('is read and written: $name', ({ object }) => {
    const credential = decodeCredential(bytesOf(object.credential));
    expect(credential).toMatchObject({ version: 0, signer: '', counter: 0, type: 'HS_SIGNED' });
    expect(credential.algorithm.replace('-', '')).toBe(object.sigAlg.replace(/with.*/, ''));
    expect(hexOf(encodeCredential(credential))).toBe(object.credential);
  });

  it('is read back as written', () => {
    fc.assert(
      fc.property(credentials, (credential) => {
        expect(decodeCredential(encodeCredential(credential))).toEqual(credential);
      }),
    );
  });

  it.each([
    ['nothing', '', 'truncated'],
    ['no type', '000000000000000000000000', 'truncated'],
    ['a rest longer than announced', `${BEGINNING}000000080000000000000000ff`, 'wrong-length'],
    ['a rest shorter than announced', `${BEGINNING}000000090000000000000000`, 'wrong-length'],
    ['bytes after the signature', `${BEGINNING}000000090000000000000000ff`, 'trailing-bytes'],
  ])('is refused with %s', (_, hex, code) => {
    expect(errorOf(() => decodeCredential(bytesOf(hex))).code).toBe(code);
  });
});
