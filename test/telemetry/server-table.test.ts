import { describe, expect, it } from 'vitest';
import { MAX_SERVERS } from '../../src/telemetry/limits.ts';
import { ServerTable } from '../../src/telemetry/server-table.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { EXCHANGE } from './kit/numbers.ts';

describe('what is known of handle servers', () => {
  it('is how often they were asked, how fast they answer, and what went wrong', () => {
    const clock = new VirtualClock();
    const table = new ServerTable(clock);
    table.note({ ...EXCHANGE, milliseconds: 80, site: 'a site' });
    table.note({ ...EXCHANGE, milliseconds: 160, site: 'a site' });
    table.note({ ...EXCHANGE, milliseconds: 900, bytes: 0, error: 'timeout' });
    clock.advance(1000);
    table.note({ ...EXCHANGE, milliseconds: 900, bytes: 0, error: 'refused', site: 'a site' });
    expect(table.reports()).toEqual([
      {
        protocol: 'udp',
        address: '192.0.2.1',
        port: 2641,
        site: 'a site',
        exchanges: 4,
        failures: 2,
        failuresInARow: 2,
        smoothedMilliseconds: 90,
        lastAskedAt: new Date(clock.now()).toISOString(),
        lastError: 'refused',
      },
    ]);
  });

  it('says that a server is well again', () => {
    const table = new ServerTable(new VirtualClock());
    table.note({ ...EXCHANGE, error: 'timeout' });
    expect(table.reports()).toMatchObject([{ failuresInARow: 1, smoothedMilliseconds: null }]);
    table.note(EXCHANGE);
    expect(table.reports()).toMatchObject([{ failures: 1, failuresInARow: 0 }]);
  });

  it('keeps those apart that one machine has by several protocols', () => {
    const table = new ServerTable(new VirtualClock());
    table.note(EXCHANGE);
    table.note({ ...EXCHANGE, protocol: 'tcp' });
    expect(table.reports().map(({ protocol }) => protocol)).toEqual(['tcp', 'udp']);
  });

  it('does not grow beyond its limit, and forgets whom nobody asks', () => {
    const table = new ServerTable(new VirtualClock());
    for (let port = 1; port <= MAX_SERVERS; port++) table.note({ ...EXCHANGE, port });
    table.note({ ...EXCHANGE, port: 1 });
    table.note({ ...EXCHANGE, port: 60_000 });
    const ports = table.reports().map(({ port }) => port);
    expect(ports).toHaveLength(MAX_SERVERS);
    expect([ports.includes(1), ports.includes(2)]).toEqual([true, false]);
  });
});
