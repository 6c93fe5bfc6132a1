import { describe, expect, it } from 'vitest';
import { url } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const HOST = 'Host: localhost\r\nConnection: close\r\n\r\n';

/** The handle that the resolver is asked for by this request line. */
async function handleAskedBy(target: string): Promise<string | undefined> {
  const { resolver, raw } = await startTestProxy();
  await raw(Buffer.from(`GET ${target} HTTP/1.1\r\n${HOST}`, 'latin1'));
  return resolver.asked[0]?.handle;
}

describe('a handle reaches the resolver as it stands in the request line', () => {
  it.each([
    ['/20.500.1/dot/../up', '20.500.1/dot/../up'],
    ['/20.500.1/dot/%2E%2E/up', '20.500.1/dot/../up'],
    ['/20.500.1/./x', '20.500.1/./x'],
    ['/../20.500.1/x', '../20.500.1/x'],
    ['/20.500.1//x//', '20.500.1//x//'],
    ['/20.500.1%2Fx', '20.500.1/x'],
    ['/20.500.1/a\\b', '20.500.1/a\\b'],
    ['/20.500.1/"<x>^`{|}', '20.500.1/"<x>^`{|}'],
    ['/20.500.1/[x]', '20.500.1/[x]'],
    ['/20.500.1/x#fragment?noredirect', '20.500.1/x'],
    ['http://anything.example:8080/20.500.1/x', '20.500.1/x'],
    ['HTTPS://anything.example/20.500.1/../x', '20.500.1/../x'],
  ])('%s', async (target, handle) => {
    expect(await handleAskedBy(target)).toBe(handle);
  });
});

describe('a request that cannot be understood gets a readable answer', () => {
  it.each([
    [
      'raw bytes beyond ASCII',
      Buffer.from('GET /20.500.1/\xc3\xbc HTTP/1.1\r\nHost: x\r\n\r\n', 'latin1'),
      400,
    ],
    ['a path without a slash', `GET 20.500.1/x HTTP/1.1\r\n${HOST}`, 400],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['an unknown method', `FROB /x HTTP/1.1\r\n${HOST}`, 400],
    ['a header without a name', 'GET / HTTP/1.1\r\n: x\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a bad Host', 'GET / HTTP/1.1\r\nHost: a/b?c\r\nConnection: close\r\n\r\n', 400],
    ['a Host that is no host', 'GET / HTTP/1.1\r\nHost: [::g]\r\nConnection: close\r\n\r\n', 400],
    ['a port that is none', 'GET / HTTP/1.1\r\nHost: x:99999\r\nConnection: close\r\n\r\n', 400],
    ['a head beyond all bounds', `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n${HOST}`, 431],
  ])('%s', async (_, bytes, status) => {
    const { raw, resolver } = await startTestProxy();
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: text/plain;charset=utf-8');
    expect(answer).toMatch(/\r\n\r\n\d+ [\s\S]*[a-z]/);
    expect(resolver.asked).toEqual([]);
  });

  it.each([
    ['/20.500.1/100%', 400],
    ['/20.500.1/%zz', 400],
    ['/20.500.1/%00', 400],
    ['ftp://x/20.500.1/x', 400],
    [`/${'x'.repeat(8192)}`, 414],
    [`/1/${'%C3%BC'.repeat(1024)}`, 414],
    [`/1/${'x'.repeat(2047)}`, 414],
  ])('a page: %#', async (target, status) => {
    const { raw, resolver } = await startTestProxy();
    const answer = await raw(`GET ${target} HTTP/1.1\r\n${HOST}`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('<h1>');
    expect(resolver.asked).toEqual([]);
  });

  it('takes the longest handle there can be', async () => {
    expect(await handleAskedBy(`/1/${'%C3%BC'.repeat(1023)}`)).toBe(`1/${'ü'.repeat(1023)}`);
  });
});

describe('requests of other forms', () => {
  it('OPTIONS * tells what is served', async () => {
    const { raw } = await startTestProxy();
    const answer = await raw(`OPTIONS * HTTP/1.1\r\n${HOST}`);
    expect(answer).toMatch(/^HTTP\/1\.1 204 /);
    expect(answer).toContain('Allow: GET, HEAD, POST, OPTIONS');
  });

  it('HTTP/1.0 needs no Host, and the connection ends with the answer', async () => {
    const { raw, resolver } = await startTestProxy();
    resolver.record('20.500.1/x', url('https://example.org/'));
    const answer = await raw('GET /20.500.1/x HTTP/1.0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 302 /);
    expect(answer).toContain('Location: https://example.org/\r\n');
  });

  it('an empty Host is allowed', async () => {
    const { raw } = await startTestProxy();
    const answer = await raw('GET /livez HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('several requests on one connection are answered in their order', async () => {
    const { raw } = await startTestProxy();
    const answer = await raw(
      `GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\n${HOST}`,
    );
    expect(answer).toMatch(/200 OK[\s\S]*alive\n[\s\S]*200 OK[\s\S]*ready\n/);
  });
});
