import type { RemoteInfo } from 'node:dgram';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FragmentTable } from '../../src/demo/fragment-table.ts';
import { MAX_REASSEMBLIES } from '../../src/demo/limits.ts';
import { makeValue } from '../../src/demo/make-value.ts';
import { splitDatagrams } from '../../src/protocol/datagrams.ts';
import { encodeRequest } from '../../src/protocol/request.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { ManualClock } from '../transport/manual-clock.ts';
import { requestFor } from './ask.ts';
import { answerAtOnce, loneService, NOW } from './lone-service.ts';

const HANDLE = '20.500.1/x';
const SERVICE = loneService({ [HANDLE]: [makeValue(1, 'URL', 'https://example.org/')] });
const FROM: RemoteInfo = { address: '127.0.0.1', family: 'IPv4', port: 9, size: 0 };

describe('whatever comes', () => {
  it('gets an answer that can be read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(
          decodeResponse(answerAtOnce(SERVICE, bytes, NOW).bytes).responseCode,
        ).toBeGreaterThan(0);
      }),
    );
  });

  it('gets one even when it nearly is a request', () => {
    const request = encodeRequest(
      requestFor(HANDLE, { selection: { types: ['URL'], indexes: [1] } }),
    );
    const edit = fc.tuple(fc.nat(request.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const bytes = Uint8Array.from(request);
        for (const [at, byte] of edits) bytes[at] = byte;
        expect(answerAtOnce(SERVICE, bytes, NOW).bytes.length).toBeGreaterThan(44);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('fragments', () => {
  const long = (requestId: number) =>
    splitDatagrams(
      encodeRequest(
        requestFor(HANDLE, { requestId, selection: { types: ['X'.repeat(900)], indexes: [] } }),
      ),
      { truncated: true },
    ) as [Uint8Array, Uint8Array];

  it('of so many requests are kept at once, of no more', () => {
    const clock = new ManualClock();
    const table = new FragmentTable(clock);
    const count = MAX_REASSEMBLIES + 10;
    const fragments = Array.from({ length: count }, (_, requestId) => long(requestId));
    for (const [first] of fragments) table.add(first, FROM);
    expect(clock.timers.length).toBe(MAX_REASSEMBLIES);
    const complete = fragments.filter(([, second]) => table.add(second, FROM) !== undefined);
    // The second halves of the forgotten ones begin anew and push others out.
    expect(complete.length).toBeLessThanOrEqual(MAX_REASSEMBLIES);
  });

  it('from different ports are not mixed', () => {
    const table = new FragmentTable(new ManualClock());
    const [first, second] = long(1);
    table.add(first, FROM);
    expect(table.add(second, { ...FROM, port: 10 })).toBeUndefined();
    expect(table.add(second, FROM)).toMatchObject({ truncated: true });
  });

  it('that do not fit leave the others as they are', () => {
    const table = new FragmentTable(new ManualClock());
    const [first, second] = long(1);
    const misfit = Buffer.from(first);
    misfit.writeUInt32BE(5000, 16);
    table.add(first, FROM);
    expect(table.add(misfit, FROM)).toBeUndefined();
    expect(table.add(second, FROM)).toMatchObject({ truncated: true });
  });
});
