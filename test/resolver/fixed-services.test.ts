import { describe, expect, it } from 'vitest';
import { ResponseCode } from '../../src/protocol/response-code.ts';
import { alias, site, siteValue, url } from './kit/records.ts';
import { LOCAL, messageOf, ROOT, textsOf, type WorldSettings, world } from './kit/world.ts';

const A = 'https://a.example/';
const HANDLE = '10.1/a';
const HOUSE = '192.0.2.30';

/** The prefix 10.1 lives at HOUSE, whatever the registry says. */
function localWorld(names: readonly string[] = ['0.NA/10.1'], settings: WorldSettings = {}) {
  const made = world({ localSites: [{ prefixHandles: names, site: site(HOUSE) }], ...settings });
  made.network.serve(HOUSE, { [HANDLE]: [url(1, A)], '0.NA/10.1': [url(2, A)] });
  return made;
}

describe('local services', () => {
  it('are asked for the handles of their prefixes, and the registry is not', async () => {
    const { resolve, network } = localWorld();
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.asked).toEqual([`${HANDLE}@${HOUSE}`]);
  });

  it('are asked for the record of the prefix, too', async () => {
    const { resolve, network } = localWorld();
    expect(textsOf(await resolve('0.na/10.1'))).toEqual([A]);
    expect(network.asked).toEqual([`0.na/10.1@${HOUSE}`]);
  });

  it.each(['0.NA/10.1', '0.na/10.1', HANDLE])('may be given for %s', async (name) => {
    const { resolve, network } = localWorld([name]);
    await resolve(HANDLE);
    expect(network.asked).toEqual([`${HANDLE}@${HOUSE}`]);
  });

  it('leave other handles to the registry', async () => {
    const { resolve, network } = localWorld([HANDLE]);
    await resolve('10.1/b');
    expect(network.asked).toEqual([`0.NA/10.1@${ROOT}`, `10.1/b@${LOCAL}`]);
  });

  it('are asked together where several sites are given for a prefix', async () => {
    const { resolve, network } = world({
      localSites: [
        { prefixHandles: ['0.NA/10.1'], site: site('192.0.2.31') },
        { prefixHandles: ['0.NA/10.1'], site: site(HOUSE) },
      ],
    });
    network.serve(HOUSE, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('are not looked up again because they say that a handle is not theirs', async () => {
    const { resolve, network } = localWorld();
    network.at(HOUSE, () => ({ code: ResponseCode.serverNotResponsible }));
    expect(await resolve(HANDLE)).toMatchObject({ outcome: 'bad-answer' });
    expect(network.asked.filter((asked) => !asked.endsWith(`@${HOUSE}`))).toEqual([]);
  });

  it('are trusted by the keys in the file', async () => {
    const { resolve, network } = localWorld(undefined, { trust: 'all' });
    expect(await resolve(HANDLE)).toMatchObject({ outcome: 'found', certified: true });
    network.at(HOUSE, () => ({ values: [url(1, A)], unsigned: true }));
    expect(await resolve('10.1/b')).toMatchObject({ outcome: 'bad-signature' });
  });
});

describe('a resolver site', () => {
  function forwarding(settings: WorldSettings = {}) {
    const made = world({ resolverSite: site(HOUSE), ...settings });
    made.network.serve(HOUSE, { [HANDLE]: [url(1, A)], '0.NA/10.1': [], 'no-slash': [url(1, A)] });
    return made;
  }

  it.each([HANDLE, 'no-slash'])('is asked for %s, and nobody else', async (handle) => {
    const { resolve, network } = forwarding();
    expect(textsOf(await resolve(handle))).toEqual([A]);
    expect(network.asked).toEqual([`${handle}@${HOUSE}`]);
  });

  it('is told that it may ask others', async () => {
    const { resolve, network } = forwarding();
    await resolve(HANDLE);
    expect(network.questionsAbout(HANDLE)[0]?.flags).toBe(0x19000000);
  });

  it('may not send elsewhere', async () => {
    const { resolve, network } = forwarding();
    network.at(HOUSE, () => ({ code: 302, values: [siteValue(1, site(LOCAL))] }));
    const resolution = await resolve(HANDLE);
    expect(resolution).toMatchObject({ outcome: 'bad-answer', responseCode: 302 });
    expect(messageOf(resolution)).toContain('must allow recursion');
    expect(network.asked.filter((asked) => !asked.endsWith(`@${HOUSE}`))).toEqual([]);
  });

  it('leaves local services their prefixes', async () => {
    const local = { prefixHandles: ['0.NA/10.2'], site: site(LOCAL) };
    const { resolve, network } = forwarding({ localSites: [local] });
    network.serve(LOCAL, { '10.2/x': [alias(HANDLE)] });
    expect(textsOf(await resolve('10.2/x'))).toEqual([A]);
    expect(network.asked).toEqual([`10.2/x@${LOCAL}`, `${HANDLE}@${HOUSE}`]);
  });
});
