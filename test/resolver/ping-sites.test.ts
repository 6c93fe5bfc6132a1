import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../../src/handle/site.ts';
import { type Ping, pingSites } from '../../src/resolver/ping-sites.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport, type Transport } from '../../src/transport/transport.ts';
import { type DemoWorld, demoWorld } from './kit/demo-world.ts';

let demo: DemoWorld;
let transport: Transport;
let real: Site;

beforeAll(async () => {
  demo = await demoWorld();
  transport = createTransport({ clock: systemClock, allowAddress: (address) => address !== '::1' });
  const found = await demo.resolver().serviceOf('20.500.1/x');
  if (found.kind !== 'service') throw new Error(found.kind);
  real = found.service.sites[0] as Site;
});
afterAll(async () => {
  await transport.close();
  await demo.close();
});

function ping(...sites: readonly Site[]): Promise<Ping[]> {
  return pingSites(sites, {
    transport,
    lookup: async (name) => (name === 'here.example' ? ['127.0.0.1'] : []),
    signal: new AbortController().signal,
  });
}

/** The real site with its server changed. */
function withServer(fields: Partial<Site['servers'][number]>, attributes = real.attributes): Site {
  return { ...real, attributes, servers: real.servers.map((each) => ({ ...each, ...fields })) };
}

const NAMELESS = { address: new Uint8Array(16) };

describe('pinging sites', () => {
  it('has nothing to say where server and record agree', async () => {
    expect((await ping(real)).map(({ remark }) => remark)).toEqual(['', '', '']);
  });

  it.each([
    [
      'a serial number of its own',
      () => ({ ...real, serialNumber: 99 }),
      /serial number 1 .*record 99/,
    ],
    ['another key', () => withServer({ publicKey: new Uint8Array(8) }), /its key is another/],
    ['another id', () => withServer({ serverId: 77 }), /does not know itself/],
  ])('says that a server has %s', async (_, site, remark) => {
    for (const each of await ping(site())) {
      expect(each.remark).toMatch(remark);
      expect(each.answer?.responseCode).toBe(1);
    }
  });

  it('finds servers that have a name instead of an address', async () => {
    const site = withServer(NAMELESS, [{ name: 'domain', value: 'here.example' }]);
    const [first] = await ping(site);
    expect(first).toMatchObject({ address: '127.0.0.1', answer: { responseCode: 1 } });
  });

  it('says when there is no such name', async () => {
    const [first] = await ping(withServer(NAMELESS));
    expect(first).toMatchObject({ address: '', error: 'no-address' });
    expect(first?.answer).toBeUndefined();
  });

  it('heeds which addresses may be contacted', async () => {
    const loopback = new Uint8Array(16).fill(1, 15);
    const [first] = await ping(withServer({ address: loopback }));
    expect(first).toMatchObject({ address: '::1', error: 'forbidden-address' });
  });

  it('leaves out what is out of service, and numbers the sites', async () => {
    const [door] = real.servers[0]?.interfaces ?? [];
    if (door === undefined) throw new Error('no interface');
    const off = withServer({
      interfaces: [
        { ...door, type: 0 },
        { ...door, protocol: 9 },
      ],
    });
    const admin = withServer({ interfaces: [{ ...door, type: 1 }] });
    const found = await ping(off, admin);
    expect(found).toMatchObject([{ site: 2, takesQueries: false, takesAdministration: true }]);
  });
});
