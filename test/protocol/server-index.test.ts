import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashOption } from '../../src/handle/site.ts';
import { serverFor, serverIndex } from '../../src/protocol/server-index.ts';
import { decodeSite } from '../../src/protocol/site.ts';
import { texts } from './arbitraries.ts';
import { bytesOf, vectorNamed, vectorsOf } from './wire-vectors.ts';

describe('serverIndex', () => {
  const rows = vectorsOf('hash').flatMap(({ object }) =>
    object.options.map((option) => ({ handle: object.handle, ...option })),
  );

  it.each(rows)(
    'is that of deployed software for $handle by option $hashOption',
    ({ handle, hashOption, serverIndexByCount }) => {
      for (const [count, index] of Object.entries(serverIndexByCount)) {
        expect(serverIndex(handle, hashOption, Number(count))).toBe(index);
      }
    },
  );

  it('takes 2^31 for the absolute value of a hash of −2^31', () => {
    // The MD5 of this handle is ba2157e99239d3eaac72b6e980000000.
    const handle = '20.500.99999/2698282152';
    expect(serverIndex(handle, HashOption.byHandle, 3)).toBe(2 ** 31 % 3);
    expect(serverIndex(handle, HashOption.byHandle, 7)).toBe(2 ** 31 % 7);
  });

  it('takes an unknown option for the whole handle', () => {
    expect(serverIndex('10.1000/1', 9, 5)).toBe(serverIndex('10.1000/1', HashOption.byHandle, 5));
  });

  it('names one of the servers, whatever the handle', () => {
    const counts = fc.integer({ min: 1, max: 1024 });
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 2 }), counts, (handle, option, count) => {
        const index = serverIndex(handle, option, count);
        expect(Number.isInteger(index) && index >= 0 && index < count).toBe(true);
      }),
    );
  });
});

describe('serverFor', () => {
  const site = decodeSite(bytesOf(vectorNamed('site-info', 'site-multi-3').hex));

  it('finds the server by the hash option of the site', () => {
    // By suffix: the hash of "1" is 1869972635, which leaves 2 modulo 3.
    expect(serverFor(site, '10.1000/1')?.serverId).toBe(3);
    expect(serverFor({ ...site, hashOption: 0 }, '10.1000/1')?.serverId).toBe(2);
  });

  it('finds none where there is none', () => {
    expect(serverFor({ ...site, servers: [] }, '10.1000/1')).toBeUndefined();
  });
});
