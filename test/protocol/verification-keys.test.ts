import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAX_KEPT_KEY_BYTES, MAX_KEPT_KEYS } from '../../src/protocol/limits.ts';
import { encodePublicKey, fromKeyObject } from '../../src/protocol/public-key.ts';
import { VerificationKeys } from '../../src/protocol/verification-keys.ts';

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const RECORD = encodePublicKey(fromKeyObject(publicKey));

/** The same key in another record: bytes after it are passed over. */
const withTrailer = (length: number) => Buffer.concat([RECORD, Buffer.alloc(length, length)]);

describe('the keys to verify with', () => {
  it('are those in the records', () => {
    const key = new VerificationKeys().keyIn(RECORD);
    expect(key?.equals(publicKey)).toBe(true);
  });

  it('are made once for equal records', () => {
    const keys = new VerificationKeys();
    expect(keys.keyIn(Uint8Array.from(RECORD))).toBe(keys.keyIn(RECORD));
  });

  it('are not there for what holds no key, however often it is asked for', () => {
    const keys = new VerificationKeys();
    expect([keys.keyIn(Uint8Array.of(1)), keys.keyIn(Uint8Array.of(1))]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('that were used least lately go first when there are too many', () => {
    const keys = new VerificationKeys();
    const first = keys.keyIn(RECORD);
    const second = keys.keyIn(withTrailer(1));
    keys.keyIn(RECORD);
    for (let length = 2; length <= MAX_KEPT_KEYS; length += 1) keys.keyIn(withTrailer(length));
    expect(keys.keyIn(RECORD)).toBe(first);
    expect(keys.keyIn(withTrailer(1))).not.toBe(second);
  });

  it('of records that are too long are not kept', () => {
    const keys = new VerificationKeys();
    const long = withTrailer(MAX_KEPT_KEY_BYTES);
    expect(keys.keyIn(long)?.equals(publicKey)).toBe(true);
    expect(keys.keyIn(long)).not.toBe(keys.keyIn(long));
  });
});
