import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../src/protocol/limits.ts';
import { DEFAULT_RESOLUTION_FLAGS, OpFlag } from '../../src/protocol/op-flag.ts';
import { Opcode } from '../../src/protocol/opcode.ts';
import { encodeRequest, type Request } from '../../src/protocol/request.ts';
import { matchesRequest } from '../../src/protocol/request-digest.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { decodeText } from '../../src/protocol/text.ts';
import { NOW } from './kit/fake-resolver.ts';
import { OUTCOMES, tellOutcomes } from './kit/outcomes.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy, type TestProxy } from './kit/serve.ts';

const TYPE = 'application/x-hdl-message';

let proxy: TestProxy;

beforeEach(async () => {
  proxy = await startTestProxy();
  tellOutcomes(proxy);
  proxy.resolver.record('20.500.1/x', url('https://example.org/'), value(2, 'EMAIL', 'a@b'));
});

function message(more: Partial<Request> = {}): Uint8Array {
  return encodeRequest({
    version: { major: 2, minor: 11 },
    suggested: { major: 2, minor: 11 },
    requestId: 0x01020304,
    opcode: Opcode.resolution,
    flags: DEFAULT_RESOLUTION_FLAGS,
    siteSerial: 7,
    recursionCount: 3,
    expiration: 0,
    handle: '20.500.1/x',
    selection: { types: [], indexes: [] },
    ...more,
  });
}

/** Through fetch, because the answer is not text. */
async function post(body: Uint8Array, path = '/', headers: Record<string, string> = {}) {
  const answer = await fetch(`http://127.0.0.1:${proxy.server.port}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': TYPE, Accept: TYPE, ...headers },
    body: Buffer.from(body),
  });
  const { status, headers: got } = answer;
  return { status, headers: got, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

async function ask(more: Partial<Request> = {}, path?: string) {
  const { status, headers, bytes } = await post(message(more), path);
  expect([status, headers.get('content-type')]).toEqual([200, TYPE]);
  return decodeResponse(bytes);
}

describe('a resolution in a native message', () => {
  it('is answered with the values, and with what the request said of itself', async () => {
    const { envelope, header, responseCode, body, credential } = await ask();
    expect(envelope).toMatchObject({
      version: { major: 2, minor: 11 },
      suggested: { major: 2, minor: 11 },
      requestId: 0x01020304,
      sessionId: 0,
      sequenceNumber: 0,
      truncated: false,
    });
    expect(header).toMatchObject({
      opcode: 1,
      flags: DEFAULT_RESOLUTION_FLAGS,
      siteSerial: 0xffff,
      recursionCount: 3,
      expiration: NOW / 1000 + 43_200,
    });
    expect(responseCode).toBe(1);
    expect(body).toMatchObject({ kind: 'values', handle: '20.500.1/x' });
    expect(body.kind === 'values' && body.values.map(({ type }) => type)).toEqual(['URL', 'EMAIL']);
    expect(credential).toBeUndefined();
  });

  it('comes without chunks and is not to be kept', async () => {
    const { headers, bytes } = await post(message());
    expect(headers.get('content-length')).toBe(String(bytes.length));
    expect(headers.get('transfer-encoding')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    '/20.500.1%2Fx',
    '/deep/er',
    '/api/handles/a/b',
    '/static/none',
    '/%zz',
    `/${'x'.repeat(9000)}`,
    '/?a=b',
  ])('may be sent to %s', async (path) => {
    expect((await ask({}, path)).responseCode).toBe(1);
  });

  it('may have a line end before it', async () => {
    const { bytes } = await post(Buffer.concat([Buffer.from('\n'), message()]));
    expect(decodeResponse(bytes).responseCode).toBe(1);
  });

  it('need not be named in Accept, and its type may have parameters', async () => {
    const headers = { Accept: '*/*', 'Content-Type': 'Application/X-HDL-Message;a=b' };
    const { bytes } = await post(message(), '/', headers);
    expect(decodeResponse(bytes).responseCode).toBe(1);
  });

  it('echoes the handle byte for byte', async () => {
    const handle = decodeText(Uint8Array.of(0x61, 0x2f, 0xff, 0xc3, 0xbc));
    proxy.resolver.record(handle, url('x'));
    expect((await ask({ handle })).body).toMatchObject({ kind: 'values', handle });
  });

  it.each<[string, Partial<Request>, object]>([
    ['everything', {}, { types: [], indexes: [], publicOnly: true, authoritative: false }],
    ['types', { selection: { types: ['URL', 'A.'], indexes: [] } }, { types: ['URL', 'A.'] }],
    ['indexes', { selection: { types: [], indexes: [1, -2] } }, { indexes: [1, -2] }],
    ['a primary site', { flags: OpFlag.authoritative }, { authoritative: true, publicOnly: false }],
    ['the alias itself', {}, { ignoreAliases: true }],
  ])('asks for %s', async (_what, request, options) => {
    await ask(request);
    expect(proxy.resolver.asked).toMatchObject([{ handle: '20.500.1/x', options }]);
  });

  it.each([
    ['older suggestion', { major: 2, minor: 4 }, { major: 2, minor: 4 }],
    ['newer suggestion', { major: 3, minor: 0 }, { major: 2, minor: 11 }],
  ])('is answered in a version that both speak: %s', async (_which, suggested, version) => {
    const { envelope } = await ask({ suggested });
    expect(envelope).toMatchObject({ version, suggested: { major: 2, minor: 11 } });
  });

  it.each([
    [11, 3],
    [7, 3],
    [6, 2],
    [1, 2],
  ])('has the digest that was asked for in version 2.%i', async (minor, algorithm) => {
    const request = message({
      flags: DEFAULT_RESOLUTION_FLAGS | OpFlag.requestDigest,
      suggested: { major: 2, minor },
    });
    const { header, requestDigest } = decodeResponse((await post(request)).bytes);
    expect(header.flags & OpFlag.requestDigest).not.toBe(0);
    expect(requestDigest?.algorithm).toBe(algorithm);
    expect(requestDigest && matchesRequest(requestDigest, request)).toBe(true);
  });

  it('says that a primary site was asked when that was asked for', async () => {
    const primary = OpFlag.authoritative | OpFlag.publicOnly;
    proxy.resolver.answer('a/primary', { ...OUTCOMES['a/found'], authoritative: true } as object);
    const { header } = await ask({ handle: 'a/primary', flags: primary >>> 0 });
    expect(header.flags).toBe((primary | OpFlag.recursive) >>> 0);
    const mirror = await ask({ handle: 'a/found', flags: primary >>> 0 });
    expect(mirror.header.flags & OpFlag.authoritative).toBe(0);
  });

  it('gets an error in place of an answer too long for any client', async () => {
    proxy.resolver.record('20.500.1/long', value(1, 'BLOB', new Uint8Array(MAX_MESSAGE_BYTES)));
    expect(await ask({ handle: '20.500.1/long' })).toMatchObject({
      responseCode: 2,
      body: { kind: 'error' },
    });
  });
});

describe('what is not found', () => {
  it.each([
    ['a/nothing', 100],
    ['a/unknown', 100],
    ['', 100],
    ['a/no-prefix', 100],
    ['a/no-values', 200],
    ['a/forbidden', 401],
    ['a/timeout', 2],
    ['a/unreachable', 2],
    ['a/busy', 3],
    ['a/backup', 3],
    ['a/bad-answer', 2],
    ['a/garbage', 2],
    ['a/bad-signature', 2],
    ['a/referral-loop', 2],
    ['a/too-many', 2],
  ])('of %j is said with code %i', async (handle, responseCode) => {
    const answer = await ask({ handle });
    expect(answer).toMatchObject({ responseCode, body: { kind: 'error' } });
    expect(answer.envelope.requestId).toBe(0x01020304);
  });

  it('as there is too much to do is said with code 3', async () => {
    proxy = await startTestProxy({ maxRequests: 0 });
    expect(await ask()).toMatchObject({ responseCode: 3, body: { kind: 'error' } });
  });

  it('without permission is a challenge, as at the origin', async () => {
    const { responseCode, body, envelope, requestDigest } = await ask({ handle: 'a/restricted' });
    expect(responseCode).toBe(402);
    expect(body.kind === 'challenge' && body.nonce.length).toBe(16);
    expect(envelope.sessionId).toBeGreaterThan(0);
    expect(requestDigest?.algorithm).toBe(3);
  });

  it('is noted with its code', async () => {
    await ask({ handle: 'a/nothing' });
    await expect
      .poll(() => proxy.requests)
      .toMatchObject([{ method: 'POST', status: 200, handle: 'a/nothing', responseCode: 100 }]);
  });
});

describe('what cannot be done', () => {
  it.each<[string, Partial<Request>, number]>([
    ['a signed answer', { flags: (DEFAULT_RESOLUTION_FLAGS | OpFlag.certify) >>> 0 }, 5],
    ['the record of a site', { opcode: Opcode.siteInfo, handle: '/' }, 5],
    ['making a handle', { opcode: Opcode.createHandle }, 5],
    ['answering a challenge', { opcode: Opcode.challengeResponse, sessionId: 9 }, 5],
    ['beginning a session', { opcode: Opcode.sessionSetup }, 5],
    ['an unknown operation', { opcode: 999 }, 5],
    ['a session nobody knows', { sessionId: 9 }, 500],
  ])('%s is refused', async (_what, request, responseCode) => {
    const answer = await ask(request);
    expect(answer).toMatchObject({ responseCode, body: { kind: 'error' } });
    expect(answer.header.opcode).toBe(request.opcode ?? 1);
    expect(answer.header.flags & OpFlag.certify).toBe(0);
    expect(proxy.resolver.asked).toEqual([]);
  });
});

describe('what is no message', () => {
  const whole = message();

  it.each<[string, Uint8Array, number]>([
    ['ends within the header', whole.subarray(0, 30), 2],
    ['ends within the body', whole.subarray(0, -9), 2],
    ['has bytes behind it', Buffer.concat([whole, Buffer.from('more')]), 2],
    ['is an envelope alone', whole.with(19, 0).subarray(0, 20), 4],
    ['is for nothing', whole.with(23, 0), 4],
    ['is an answer', whole.with(27, 1), 2],
    ['is encrypted', whole.with(2, 0x42), 501],
    ['is all zeros', new Uint8Array(64), 4],
  ])('but %s is answered in the protocol', async (_how, bytes, responseCode) => {
    const { status, bytes: answer } = await post(bytes);
    expect(status).toBe(200);
    const { envelope, ...said } = decodeResponse(answer);
    expect(envelope.requestId).toBe(0xffffffff);
    expect(said).toMatchObject({ responseCode, body: { kind: 'error' } });
  });

  it.each<[string, Uint8Array, number]>([
    ['empty', new Uint8Array(), 400],
    ['shorter than an envelope', whole.subarray(0, 19), 400],
    ['longer than a message', new Uint8Array(MAX_MESSAGE_BYTES + 30), 413],
  ])('and %s is refused by HTTP', async (_how, bytes, status) => {
    const answer = await post(bytes);
    expect(answer.status).toBe(status);
    expect(JSON.parse(Buffer.from(answer.bytes).toString())).toMatchObject({ responseCode: 4 });
  });

  it('and encoded is refused by HTTP', async () => {
    expect(await post(whole, '/', { 'Content-Encoding': 'gzip' })).toMatchObject({ status: 415 });
  });
});
