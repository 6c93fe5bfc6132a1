import { describe, expect, it } from 'vitest';
import { MAX_SERVERS } from '../../src/telemetry/limits.ts';
import { ServerTable } from '../../src/telemetry/server-table.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { EXCHANGE } from './kit/numbers.ts';

const WAY = 'udp 192.0.2.1 2641';

describe('what was seen of handle servers', () => {
  it('is how often they were asked, and what went wrong last', () => {
    const clock = new VirtualClock();
    const table = new ServerTable(clock);
    table.note({ ...EXCHANGE, error: 'timeout' });
    table.note({ ...EXCHANGE, error: 'refused' });
    table.note({ ...EXCHANGE, error: 'aborted' });
    clock.advance(1000);
    table.note({ ...EXCHANGE, site: 'a site' });
    expect(table.of(WAY)).toEqual({
      site: 'a site',
      exchanges: 4,
      failed: 2,
      lastAskedAt: new Date(clock.now()).toISOString(),
      lastError: 'refused',
    });
  });

  it('is kept apart for the protocols of one machine', () => {
    const table = new ServerTable(new VirtualClock());
    table.note(EXCHANGE);
    expect(table.of('tcp 192.0.2.1 2641')).toBeUndefined();
  });

  it('does not grow beyond its limit, and leaves those out whom nobody asks', () => {
    const table = new ServerTable(new VirtualClock());
    for (let port = 1; port <= MAX_SERVERS; port++) table.note({ ...EXCHANGE, port });
    table.note({ ...EXCHANGE, port: 1 });
    table.note({ ...EXCHANGE, port: 60_000 });
    expect(table.of('udp 192.0.2.1 1')).toBeDefined();
    expect(table.of('udp 192.0.2.1 2')).toBeUndefined();
  });
});
