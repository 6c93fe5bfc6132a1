// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of the templates
import { describe, expect, it } from 'vitest';
import { site, siteValue, url, value } from './kit/records.ts';
import { LOCAL, textsOf, world } from './kit/world.ts';

const TEMPLATE =
  '<namespace><template delimiter="@"><foreach><if value="type" expression="URL">' +
  '<value data="${data}?part=${extension}"/></if></foreach></template></namespace>';

const BASE = 'https://a.example/';
const MADE = 'https://a.example/?part=7';

/** A prefix with a namespace, whose service does not expand templates itself. */
function worldWith(namespace: string, ttl = 86_400) {
  return world({
    registry: {
      '0.NA/10.1': [siteValue(1, site(LOCAL)), value(10, 'HS_NAMESPACE', namespace, { ttl })],
    },
    local: { '10.1/a': [url(1, BASE)] },
  });
}

function askedAbout(made: ReturnType<typeof worldWith>): string[] {
  return made.network.exchanges.map(({ question }) => question.handle);
}

describe('a handle that no server stores', () => {
  it('is made by the template of its prefix', async () => {
    const made = worldWith(TEMPLATE);
    expect(textsOf(await made.resolve('10.1/a@7'))).toEqual([MADE]);
    expect(askedAbout(made)).toEqual(['0.NA/10.1', '10.1/a@7', '10.1/a']);
  });

  it('is made once for all who ask while it is fresh', async () => {
    const made = worldWith(TEMPLATE);
    await made.resolve('10.1/a@7');
    made.network.forget();
    expect(await made.resolve('10.1/a@7')).toMatchObject({ outcome: 'found', cache: 'hit' });
    expect(made.network.exchanges).toEqual([]);
  });

  it('is fresh no longer than the namespace it was made by', async () => {
    const made = worldWith(TEMPLATE, 60);
    const found = await made.resolve('10.1/a@7');
    expect(found).toMatchObject({ outcome: 'found' });
    const { freshUntil = 0 } = found as { freshUntil?: number };
    expect(freshUntil - made.clock.now()).toBeLessThanOrEqual(60_000);
  });

  it('is fresh no longer than the base it was made from', async () => {
    const made = worldWith(TEMPLATE);
    made.local['10.1/a'] = [url(1, BASE, { ttl: 30 })];
    const { freshUntil = 0 } = (await made.resolve('10.1/a@7')) as { freshUntil?: number };
    expect(freshUntil - made.clock.now()).toBeLessThanOrEqual(30_000);
  });

  it('is not looked into any further when its name has no delimiter', async () => {
    const made = worldWith(TEMPLATE);
    expect((await made.resolve('10.1/b')).outcome).toBe('handle-not-found');
    expect(askedAbout(made)).toEqual(['0.NA/10.1', '10.1/b']);
  });

  it('has none of the values asked for when the template makes none of them', async () => {
    const made = worldWith(TEMPLATE);
    const options = { types: ['EMAIL'] };
    expect((await made.resolve('10.1/a@7', options)).outcome).toBe('values-not-found');
  });

  it('is not found when the template says so', async () => {
    const made = worldWith('<namespace><template delimiter="@"><notfound/></template></namespace>');
    expect((await made.resolve('10.1/a@7')).outcome).toBe('handle-not-found');
  });

  it('is not thought missing while the template cannot be fetched', async () => {
    const made = worldWith('<namespace><template delimiter="@" ref="5:20.1/shared"/></namespace>');
    made.registry['0.NA/20.1'] = [siteValue(1, site('192.0.2.77'))];
    expect((await made.resolve('10.1/a@x')).outcome).toBe('unreachable');
    expect(made.resolver.statistics().notFound).toBe(0);
  });

  it('may be made by a template in another record', async () => {
    const made = worldWith('<namespace><template delimiter="@" ref="5:10.1/shared"/></namespace>');
    made.local['10.1/shared'] = [
      value(
        5,
        'TEMPLATE',
        '<template><value type="URL" data="https://s.example/${extension}"/></template>',
      ),
    ];
    expect(textsOf(await made.resolve('10.1/a@7'))).toEqual(['https://s.example/7']);
  });

  it('is as unreachable as the base it would be made from', async () => {
    const made = worldWith(TEMPLATE);
    made.network.at(LOCAL, ({ handle }) =>
      handle === '10.1/a' ? { fails: 'refused' } : { code: 100 },
    );
    expect((await made.resolve('10.1/a@7')).outcome).toBe('unreachable');
  });
});

it('a stored record is what it is, whatever the template would make', async () => {
  const made = worldWith(TEMPLATE);
  made.local['10.1/a@7'] = [url(1, BASE)];
  expect(textsOf(await made.resolve('10.1/a@7'))).toEqual([BASE]);
});
