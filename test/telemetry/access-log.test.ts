import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../src/events.ts';
import { logSource } from '../../src/load/log-source.ts';
import { type AccessLogFormat, accessLine } from '../../src/telemetry/access-log.ts';
import { REQUEST } from './kit/numbers.ts';

const NOW = Date.parse('2026-01-02T03:04:05.678Z');
const BROWSER = { userAgent: 'Mozilla/5.0', referer: 'https://example.org/a b' };

const line = (format: AccessLogFormat, event: Partial<RequestEvent>) =>
  accessLine(format, { ...REQUEST, ...BROWSER, bodyBytes: 123, ...event }, '192.0.2.0', NOW);

const HANDLE_LINES: readonly (readonly [Partial<RequestEvent>, string | undefined])[] = [
  [
    {},
    '192.0.2.0 HTTP:HDL "2026-01-02 03:04:05.678Z" 1 1 30ms 20.500.1/abc "https://example.org/a%20b"',
  ],
  [
    { way: 'api', handle: '20.500.1/日 "', referer: undefined, milliseconds: 0.4 },
    '192.0.2.0 HTTP:HDLApi "2026-01-02 03:04:05.678Z" 1 1 0ms 20.500.1/%E6%97%A5%20%22 ""',
  ],
  [
    { way: 'native', messageVersion: '2.10', responseCode: 100, referer: undefined },
    '192.0.2.0 HTTP:HDL(2.10) "2026-01-02 03:04:05.678Z" 1 100 30ms 20.500.1/abc ""',
  ],
  [
    { canonicalHandle: '20.500.1/target', referer: undefined },
    '192.0.2.0 HTTP:HDL "2026-01-02 03:04:05.678Z" 1 1 30ms 20.500.1/target ""',
  ],
  [{ handle: undefined }, undefined],
];

const COMBINED_LINES: readonly (readonly [Partial<RequestEvent>, string])[] = [
  [
    {},
    '192.0.2.0 - - [02/Jan/2026:03:04:05 +0000] "GET /20.500.1/abc HTTP/1.1" 302 123 "https://example.org/a b" "Mozilla/5.0"',
  ],
  [
    { method: 'HEAD', referer: undefined, userAgent: undefined },
    '192.0.2.0 - - [02/Jan/2026:03:04:05 +0000] "HEAD /20.500.1/abc HTTP/1.1" 302 - "-" "-"',
  ],
  [
    { userAgent: 'a"b\\c\x1b[31m\xe4', referer: undefined },
    String.raw`192.0.2.0 - - [02/Jan/2026:03:04:05 +0000] "GET /20.500.1/abc HTTP/1.1" 302 123 "-" "a\"b\\c\x1b[31m\xe4"`,
  ],
];

/** What Apache's own tools take such a line apart with. */
const COMBINED =
  /^\S+ \S+ \S+ \[[^\]]+\] "(?:[^"\\]|\\.)*" \d{3} (?:\d+|-) "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$/;

const HANDLE_NET = /^\S+ HTTP:HDL(?:Api|\([\d.]*\))? "[\d: .-]+Z" -?\d+ -?\d+ \d+ms \S+ "[^" ]*"$/;

const anyText = () => fc.string({ unit: 'binary' });

const anyRequest = fc.record({
  target: anyText(),
  method: anyText(),
  handle: fc.string({ unit: 'binary', minLength: 1 }),
  userAgent: anyText(),
  referer: anyText(),
});

describe('the access log', () => {
  it.each(HANDLE_LINES)('in the format of handle servers: %j', (event, expected) => {
    expect(line('handle', event)).toBe(expected && `${expected}\n`);
  });

  it.each(COMBINED_LINES)('in Combined format: %j', (event, expected) => {
    expect(line('combined', event)).toBe(`${expected}\n`);
  });

  it('can be replayed by the load tester when it has the format of handle servers', () => {
    const handles = ['20.500.1/abc', '20.500.1/a b"c%', '20.500.1/日本/x'];
    const text = handles.map((handle) => line('handle', { handle })).join('');
    const source = logSource(text.split('\n'), 'access.log');
    expect(handles.map((_, at) => source.at(at))).toEqual(handles);
  });

  it('is one line for one request, and its fields stay apart, whatever a client sends', () => {
    fc.assert(
      fc.property(anyRequest, (sent) => {
        const combined = line('combined', sent) ?? '';
        expect(combined).toMatch(/^[\x20-\x7e]+\n$/);
        expect(combined.slice(0, -1)).toMatch(COMBINED);
        const handle = line('handle', sent) ?? '';
        expect(handle).toMatch(/^[\x20-\x7e]+\n$/);
        expect(handle.slice(0, -1)).toMatch(HANDLE_NET);
        const json = line('json', sent) ?? '';
        expect(json).toMatch(/^[^\n\r]+\n$/);
        expect(JSON.parse(json)).toMatchObject(sent);
      }),
    );
  });

  it('gives different lines for different clients: what it escapes can be undone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (userAgent) => {
        const [, , field = ''] =
          COMBINED.exec((line('combined', { userAgent }) ?? '').trim()) ?? [];
        const back = field.replace(/\\(?:x(..)|(.))/g, (_, hex, plain) =>
          hex === undefined ? plain : String.fromCharCode(Number.parseInt(hex, 16)),
        );
        expect(back).toBe(userAgent);
      }),
    );
  });
});
