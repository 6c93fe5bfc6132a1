import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { HandleSource } from '../../src/load/handle-source.ts';
import { linesOf } from '../../src/load/lines-of.ts';
import { listSource } from '../../src/load/list-source.ts';
import { LoadError } from '../../src/load/load-error.ts';
import { logSource } from '../../src/load/log-source.ts';
import { patternSource } from '../../src/load/pattern-source.ts';
import { createPicker, PICKS } from '../../src/load/picker.ts';
import { seededRandom } from '../../src/load/seeded-random.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';

const all = (source: HandleSource) =>
  Array.from({ length: source.count }, (_, position) => source.at(position));

describe('a pattern of handles', () => {
  it.each([
    ['20.500.1/x', ['20.500.1/x']],
    ['20.500.1/x-{9..11}', ['20.500.1/x-9', '20.500.1/x-10', '20.500.1/x-11']],
    ['p/{08..10}.pdf', ['p/08.pdf', 'p/09.pdf', 'p/10.pdf']],
    ['{1..2}/{0..2}', ['1/0', '1/1', '1/2', '2/0', '2/1', '2/2']],
    ['p/{}{x}', ['p/{}{x}']],
  ])('%s', (pattern, handles) => {
    expect(all(patternSource(pattern))).toEqual(handles);
  });

  it.each(['p/{9..1}', 'p/{0..99999999}', 'p/{0..9999}{0..9999}', 'p/{a..c}', 'p/{0..9}-{0..9'])(
    'refuses %s',
    (pattern) => {
      expect(() => patternSource(pattern)).toThrow(LoadError);
    },
  );
});

describe('a file of handles', () => {
  it('has one in a line, with remarks and empty lines between', () => {
    expect(all(listSource(['# two', '20.500.1/a b', '', '20.500.1/c'], 'f'))).toEqual([
      '20.500.1/a b',
      '20.500.1/c',
    ]);
  });

  it('may say what is right for a handle', () => {
    const source = listSource(
      ['1/a\t302\tExample.ORG', '1/b\t404', '1/c\t\texample.net', '1/d'],
      'f',
    );
    expect([0, 1, 2, 3].map((position) => source.expectation?.(position))).toEqual([
      { status: 302, host: 'example.org' },
      { status: 404 },
      { host: 'example.net' },
      undefined,
    ]);
  });

  it.each([
    ['nothing in it', '# nothing', /handles\.txt names no handle/],
    ['a status that is none', '1/a\tfound', /handles\.txt, line 1: "found"/],
    ['a status of nothing', '\t302', /handles\.txt, line 1: there is no handle/],
  ])('is refused with %s', (_, line, message) => {
    expect(() => listSource([line], 'handles.txt')).toThrow(message);
  });
});

describe('an access log in the Handle.Net format', () => {
  const LOG = [
    '192.0.2.7 HTTP:HDL "2026-01-05 10:11:12.345+0100" 1 1 3ms 20.500.1/abc "" ""',
    '192.0.2.7 HTTP:HDLApi "2026-01-05 10:11:12.345Z" 1 100 12ms 20.500.1/a%20b',
    'something else',
    '192.0.2.7 TCP:HDL(2.11) "2026-01-05 10:11:12.345Z" 100 1 3ms 20.500.1/new',
    '192.0.2.7 HTTP:HDL "2026-01-05 10:11:12.345Z" 1 1 3ms 20.500.1/%zz',
    '',
    '2001:db8::1 UDP:HDL(2.11) "2026-01-05 10:11:12.345Z" 1 1 0ms 20.500.1/abc ""',
  ];

  it('gives its handles in their order, as often as they occur', () => {
    expect(all(logSource(LOG, 'access.log'))).toEqual([
      '20.500.1/abc',
      '20.500.1/a b',
      '20.500.1/abc',
    ]);
  });

  it('says which lines it passes over, and why', () => {
    expect(logSource(LOG, 'access.log').passedOver).toEqual({
      count: 3,
      examples: [
        'line 3: not in the Handle.Net format',
        'line 4: operation 100, which is no resolution',
        'line 5: a handle with broken percent-encoding',
      ],
    });
  });

  it('expects what was answered then, and knows a handle again', () => {
    const { expectation, firstOf } = logSource(LOG, 'access.log');
    expect([0, 1, 2].map((at) => expectation?.(at)?.responseCode)).toEqual([1, 100, 1]);
    expect([0, 1, 2].map((at) => firstOf?.(at))).toEqual([0, 1, 0]);
  });

  it('is refused when no line has that format', () => {
    expect(() => logSource(['GET / HTTP/1.1'], 'access.log')).toThrow(
      /names no handle \(line 1: not in the Handle\.Net format\)/,
    );
  });
});

describe('the lines of a file', () => {
  const files = temporaryDirectory();
  afterAll(() => files.remove());

  const linesIn = (text: string) => {
    const path = files.path('lines.txt');
    writeFileSync(path, text);
    return [...linesOf(path)];
  };

  it.each([
    ['end at either kind of line end', 'a\r\nb\n\nc\n', ['a', 'b', '', 'c']],
    ['need none after the last', 'a\nb', ['a', 'b']],
    ['begin after a byte order mark', '\ufeffa\n', ['a']],
    ['are none of an empty file', '', []],
  ])('%s', (_, text, lines) => {
    expect(linesIn(text)).toEqual(lines);
  });

  it('are whole where one read ends and the next begins', () => {
    const lines = Array.from(
      { length: 40_000 },
      (_, i) => `20.500.1/日本-${i}-${'ü'.repeat(i % 40)}`,
    );
    expect(linesIn(lines.join('\r\n'))).toEqual(lines);
  });

  it('are not waited for without end', () => {
    expect(() => linesIn('x'.repeat(3_000_000))).toThrow(/more than 65536 characters/);
  });

  it('that cannot be read are an error', () => {
    expect(() => [...linesOf('/no/such/file')]).toThrow(LoadError);
  });
});

describe('picking handles', () => {
  const take = (pick: (typeof PICKS)[number], count: number, seed: number, times: number) => {
    const picker = createPicker(pick, count, seededRandom(seed));
    return Array.from({ length: times }, picker);
  };

  it.each(PICKS)('gives the same sequence for the same seed: %s', (pick) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(), (count, seed) => {
        expect(take(pick, count, seed, 50)).toEqual(take(pick, count, seed, 50));
      }),
    );
  });

  it.each(PICKS)('picks only handles that there are: %s', (pick) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(), (count, seed) => {
        for (const position of take(pick, count, seed, 100)) {
          expect(position).toBeGreaterThanOrEqual(0);
          expect(position).toBeLessThan(count);
        }
      }),
    );
  });

  it('takes each in turn and begins again', () => {
    expect(take('each', 3, 1, 7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('draws by Zipf the k-th most popular in proportion to 1/k', () => {
    const times = 200_000;
    const counts = new Array<number>(10).fill(0);
    for (const position of take('zipf', 10, 7, times))
      counts[position] = (counts[position] ?? 0) + 1;
    const sum = counts.reduce((total, _, i) => total + 1 / (i + 1), 0);
    for (const [i, count] of counts.entries()) {
      expect(Math.abs(count / times - 1 / (i + 1) / sum)).toBeLessThan(0.005);
    }
  });

  it('draws other sequences for other seeds', () => {
    expect(take('uniform', 1_000, 1, 20)).not.toEqual(take('uniform', 1_000, 2, 20));
  });
});
