import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ProtocolVersion } from '../../src/handle/site.ts';
import { hasFlag, OpFlag } from '../../src/protocol/op-flag.ts';
import { decodeRequest } from '../../src/protocol/request.ts';
import { checkAnswer } from '../../src/transport/check-answer.ts';
import { askQuestion, type Question } from '../../src/transport/question.ts';
import { ANONYMOUS, At, answerTo, patched, signedWith } from './answers.ts';
import { certified, DSA_KEY, HANDLE, QUESTION, RSA_KEY, WITH_DIGEST } from './setting.ts';

const NOW = Date.now();
const NOW_SECONDS = Math.floor(NOW / 1000);

type AnswerOptions = Parameters<typeof answerTo>[1];

/** What becomes of an answer that a server makes of the question. */
function check(
  question: Question,
  overrides: AnswerOptions = {},
  finish: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
  signer?: { privateKey: KeyObject },
) {
  const asked = askQuestion(question, 4711, NOW);
  const arrival = { request: decodeRequest(asked.bytes), bytes: asked.bytes };
  return checkAnswer(asked, finish(answerTo(arrival, overrides, signer)), NOW);
}

/** `taken`, or the code it is refused with. */
function verdictOf(...of: Parameters<typeof check>): string {
  return check(...of).failure?.code ?? 'taken';
}

const ERROR = { kind: 'error', message: 'no', indexes: [] } as const;

describe('an answer', () => {
  it('is taken when everything fits', () => {
    expect(check(QUESTION)).toMatchObject({ checked: { response: { responseCode: 1 } } });
  });

  it('is refused when it cannot be read', () => {
    expect(verdictOf(QUESTION, {}, (bytes) => bytes.subarray(0, 60))).toBe('bad-message');
  });

  it('is refused when it is our own request, sent back', () => {
    const asked = askQuestion(QUESTION, 4711, NOW);
    expect(checkAnswer(asked, asked.bytes, NOW).failure?.code).toBe('bad-message');
  });

  it('is refused when it is to another request', () => {
    const spoil = (bytes: Uint8Array) => patched(bytes, At.requestId, 0, 0, 0, 1);
    expect(verdictOf(QUESTION, {}, spoil)).toBe('wrong-answer');
  });

  it('is refused when it is to nobody, and says what the server said', () => {
    const verdict = check(QUESTION, { responseCode: 4, body: ERROR }, (bytes) =>
      patched(bytes, At.requestId, ...ANONYMOUS),
    );
    expect(verdict.failure?.code).toBe('wrong-answer');
    expect(verdict.failure?.message).toMatch(/did not understand.*: no$/);
  });

  it('is refused when it is to another operation', () => {
    const overrides = { opcode: 2, responseCode: 2, body: ERROR };
    expect(verdictOf(QUESTION, overrides)).toBe('wrong-answer');
  });

  it('is refused when it is about another handle', () => {
    const body = { kind: 'values', handle: `${HANDLE}x`, values: [] } as const;
    expect(verdictOf(QUESTION, { body })).toBe('wrong-answer');
  });

  it('may spell the handle in other ASCII case', () => {
    const body = { kind: 'values', handle: HANDLE.toUpperCase(), values: [] } as const;
    expect(verdictOf(QUESTION, { body })).toBe('taken');
  });

  it.each([
    ['never expires with 0', 0, 'taken'],
    ['may have expired a little while ago, by our clock', NOW_SECONDS - 299, 'taken'],
    ['is refused when it expired before that', NOW_SECONDS - 301, 'expired'],
    ['may expire after 2038', 0xffffffff, 'taken'],
  ])('%s', (_what, expiration, expected) => {
    expect(verdictOf(QUESTION, { expiration })).toBe(expected);
  });
});

describe('the digest of the request', () => {
  it('is taken when it matches', () => {
    expect(verdictOf(WITH_DIGEST)).toBe('taken');
  });

  it('may be SHA-1 from an older server', () => {
    expect(verdictOf(WITH_DIGEST, { version: { major: 2, minor: 5 } })).toBe('taken');
  });

  it('has to be there when it was asked for', () => {
    expect(verdictOf(WITH_DIGEST, { digest: false })).toBe('bad-digest');
  });

  it('has to be of this request', () => {
    const digest = { algorithm: 3, digest: new Uint8Array(32) };
    expect(verdictOf(WITH_DIGEST, { digest })).toBe('bad-digest');
  });

  it('is not asked for below version 2.1', () => {
    const old = askQuestion({ ...WITH_DIGEST, version: { major: 2, minor: 0 } }, 1, NOW);
    expect(hasFlag(decodeRequest(old.bytes).flags, OpFlag.requestDigest)).toBe(false);
    const young = askQuestion({ ...WITH_DIGEST, version: { major: 2, minor: 1 } }, 1, NOW);
    expect(hasFlag(decodeRequest(young.bytes).flags, OpFlag.requestDigest)).toBe(true);
  });
});

describe('the signature of an answer', () => {
  const rsa = RSA_KEY.record();
  const dsa = DSA_KEY.record();

  const version = (minor: number): ProtocolVersion => ({ major: 2, minor });

  it.each([
    ['RSA and SHA-256', rsa, RSA_KEY, version(11), 'SHA-256'],
    ['RSA and SHA-256 since 2.7', rsa, RSA_KEY, version(7), 'SHA-256'],
    ['RSA and SHA-1 below 2.7', rsa, RSA_KEY, version(6), 'SHA-1'],
    ['DSA and SHA-256', dsa, DSA_KEY, version(11), 'SHA-256'],
    ['DSA and SHA-1 below 2.11', dsa, DSA_KEY, version(10), 'SHA-1'],
  ])('may be by %s', (_what, record, key, responseVersion, verified) => {
    const verdict = check(certified(record), { version: responseVersion }, undefined, key);
    expect(verdict).toMatchObject({ checked: { verified } });
  });

  it.each([
    ['MD5', rsa, RSA_KEY, version(3), { hash: 'md5', name: 'MD5' }],
    [
      'SHA-1 of an RSA key that could do better',
      rsa,
      RSA_KEY,
      version(7),
      { hash: 'sha1', name: 'SHA1' },
    ],
    [
      'SHA-1 of a DSA key that could do better',
      dsa,
      DSA_KEY,
      version(11),
      { hash: 'sha1', name: 'SHA1' },
    ],
    [
      'a session secret',
      rsa,
      RSA_KEY,
      version(11),
      { hash: 'sha256', name: 'SHA-256', type: 'HS_MAC' },
    ],
  ])('may not be by %s', (_what, record, { privateKey }, responseVersion, how) => {
    const verdict = verdictOf(certified(record), { version: responseVersion }, (bytes) =>
      signedWith(bytes, privateKey, how),
    );
    expect(verdict).toBe('bad-signature');
  });

  it('has to be there when it was asked for, also under an error', () => {
    expect(verdictOf(certified(rsa))).toBe('bad-signature');
    const error = { responseCode: 2, body: ERROR };
    expect(verdictOf(certified(rsa), error)).toBe('bad-signature');
    expect(verdictOf(certified(rsa), error, undefined, RSA_KEY)).toBe('taken');
  });

  it('has to be by the key of the site record', () => {
    expect(verdictOf(certified(rsa), {}, undefined, DSA_KEY)).toBe('bad-signature');
  });

  it('has to be of these bytes', () => {
    // The last byte of the value's data.
    const spoil = (bytes: Uint8Array) => patched(bytes, Buffer.from(bytes).indexOf('aaaa'), 0x62);
    expect(verdictOf(certified(rsa), {}, spoil, RSA_KEY)).toBe('bad-signature');
  });

  it('needs a key that can be read', () => {
    const key = new Uint8Array([0, 0, 0, 1, 0x41, 0, 0]);
    expect(verdictOf(certified(key), {}, undefined, RSA_KEY)).toBe('bad-signature');
  });

  it('is not looked at when it was not asked for', () => {
    const spoil = (bytes: Uint8Array) => patched(bytes, bytes.length - 1, 0);
    const verdict = check({ ...QUESTION, serverKey: rsa }, {}, spoil, RSA_KEY);
    expect(verdict.checked).toBeDefined();
    expect(verdict.checked?.verified).toBeUndefined();
  });
});
