import { createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DSA_SEED_BYTES, dsaPrivateKey } from '../../src/demo/dsa-key.ts';
import { dsaServerKey } from '../../src/demo/server-key.ts';
import { decodePublicKey, toKeyObject } from '../../src/protocol/public-key.ts';

describe('a DSA key', () => {
  it('has the 1024-bit parameters that deployed servers share', () => {
    const { publicKey } = dsaServerKey();
    if (publicKey.kty !== 'DSA') throw new Error('no DSA key');
    expect(publicKey.p.length).toBe(128);
    expect(Buffer.from(publicKey.q).toString('hex')).toBe(
      '9760508f15230bccb292b982a2eb840bf0581cf5',
    );
  });

  it.each([0x00, 0x7f, 0xff])('signs what its published record verifies, seed of %i', (byte) => {
    const privateKey = dsaPrivateKey(new Uint8Array(DSA_SEED_BYTES).fill(byte));
    const signature = sign('sha1', Buffer.from('text'), privateKey);
    const publicKey = createPublicKey(privateKey);
    expect(verify('sha1', Buffer.from('text'), publicKey, signature)).toBe(true);
  });

  it('is published as deployed software reads it', () => {
    const { privateKey, record } = dsaServerKey();
    const signature = sign('sha256', Buffer.from('text'), privateKey);
    const published = toKeyObject(decodePublicKey(record));
    expect(verify('sha256', Buffer.from('text'), published, signature)).toBe(true);
  });

  it('is another one each time', () => {
    expect(dsaServerKey().record).not.toEqual(dsaServerKey().record);
  });
});
