import { describe, expect, it } from 'vitest';
import { chooseLocation } from '../../src/locations/choose.ts';
import { decide, possible, record, setOf, value, visitor } from './world.ts';

const URL = value(1, 'URL', 'http://url/');

describe('a choice by attribute', () => {
  const values = record(
    `<location href="a" role="metadata" id="1"/><location href="b" id="2" label="x:y"/>
     <location href="c"/>`,
  );

  it('compares the whole value, with case', () => {
    expect(possible(values, { locatt: ['id:2'] })).toEqual(['b']);
    expect(possible(values, { locatt: ['label:X:Y'] })).toEqual(['a', 'b', 'c']);
  });

  it('takes everything behind the first colon for the value', () => {
    expect(possible(values, { locatt: ['label:x:y'] })).toEqual(['b']);
  });

  it('without a colon asks only that the attribute is there', () => {
    expect(possible(values, { locatt: [' id '] })).toEqual(['a', 'b']);
  });

  it('passes over what nothing has, and goes on', () => {
    expect(possible(values, { locatt: ['id:9', 'id:1'] })).toEqual(['a']);
  });

  it('looks at the first 64 that a link asks for', () => {
    const others = Array.from({ length: 64 }, () => 'no:x');
    expect(possible(values, { locatt: [...others.slice(1), 'id:1'] })).toEqual(['a']);
    expect(possible(values, { locatt: [...others, 'id:1'] })).toEqual(['a', 'b', 'c']);
  });

  it('never widens what an earlier one has left', () => {
    expect(possible(values, { locatt: ['id', 'id:2', 'id:1'] })).toEqual(['b']);
  });

  it('comes from action=metadata after the link, and before shortcuts', () => {
    expect(possible(values, { metadata: true })).toEqual(['a']);
    expect(possible(values, { metadata: true, locatt: ['id:2'] })).toEqual(['b']);
    expect(possible(values, { metadata: true, shortcuts: ['id:2'] })).toEqual(['a']);
    expect(possible(values, { shortcuts: ['id:2'] })).toEqual(['b']);
  });

  it('reaches the URL value as mode:legacy', () => {
    expect(possible(record('<location href="a"/>', URL), { locatt: ['mode:legacy'] })).toEqual([
      'http://url/',
    ]);
  });
});

describe('a choice by address', () => {
  const values = record(
    `<location href="in" addresses="10.0.0.0/8, 2001:db8::/32,192.0.2.7" weight="0"/>
     <location href="out"/>`,
  );

  it.each([
    ['10.255.0.1', 'in'],
    ['11.0.0.1', 'out'],
    ['192.0.2.7', 'in'],
    ['2001:db8:ffff::1', 'in'],
    ['2001:db9::1', 'out'],
    ['::ffff:10.0.0.1', 'in'],
    ['unknown', 'out'],
  ])('takes %s to %s', (address, href) => {
    expect(decide(values, { address }).href).toBe(href);
  });

  it('leaves the set as it is when no list holds the address', () => {
    const both = record('<location href="a" addresses="10.0.0.0/8"/><location href="b"/>');
    expect(possible(both, { address: '192.0.2.1' })).toEqual(['a', 'b']);
  });

  it('never looks up names, and passes over what is no address', () => {
    const odd = record(
      '<location href="a" addresses="localhost,,1.2.3.4/33,::1"/><location href="b"/>',
    );
    expect(decide(odd, { address: '::1' }).href).toBe('a');
  });

  it('takes no address for inside an empty list', () => {
    const odd = record('<location href="a" addresses="" weight="0"/><location href="b"/>');
    expect(decide(odd, { address: '127.0.0.1' }).href).toBe('b');
  });

  it('keeps families apart', () => {
    const all = record('<location href="six" addresses="::/0" weight="0"/><location href="b"/>');
    expect(decide(all, { address: '192.0.2.1' }).href).toBe('b');
    expect(decide(all, { address: '2001:db8::1' }).href).toBe('six');
  });
});

describe('a choice by country', () => {
  const values = record(
    `<location href="us" country=" US " weight="0"/><location href="gb" country="gb"/>
     <location href="any"/>`,
  );

  it('looks neither at case nor at white space', () => {
    expect(possible(values, { country: () => 'us' })).toEqual(['us']);
  });

  it('without a match keeps what is meant for no country', () => {
    expect(possible(values, { country: () => 'fr' })).toEqual(['any']);
    expect(possible(values)).toEqual(['any']);
  });

  it('is not asked for when no location depends on it', () => {
    const decision = decide(record('<location href="a"/><location href="b"/>'), {
      country: () => {
        throw new Error('asked for');
      },
    });
    expect(decision.caching.isPrivate).toBe(false);
  });
});

describe('a choice by language', () => {
  const values = record(
    `<location href="en-us" language="en-us" weight="0"/><location href="de" language="de" weight="0"/>
     <location href="any"/>`,
  );

  it.each([
    ['en-US,de;q=.5', 'en-us'],
    ['de-DE', 'de'],
    ['de-CH-1996, en', 'de'],
    ['fr,de', 'de'],
    ['DE', 'de'],
    ['de;q=0, en-us;q=0.1', 'en-us'],
    ['de-de, de;q=0', 'any'],
    ['de, *;q=0', 'de'],
    ['de;q=', 'de'],
    ['de;q=x', 'de'],
    ['de;q=0x1', 'de'],
    ['en', 'any'],
    ['*', 'any'],
    ['', 'any'],
    ['zh-Hant-x-de', 'any'],
  ])('takes %j to %s', (acceptLanguage, href) => {
    expect(possible(values, { acceptLanguage })).toEqual([href]);
  });

  it('without the header keeps what is in no language in particular', () => {
    const weighted = record('<location href="en" language="en"/><location href="any"/>');
    expect(possible(weighted)).toEqual(['any']);
  });

  it('inside of locatt keeps everything unless a language matches', () => {
    const inside = record(
      `<locations chooseby="locatt,country,weighted"><location href="en" language="en"/>
       <location href="any"/></locations>`,
    );
    expect(possible(inside, { acceptLanguage: 'fr' })).toEqual(['any', 'en']);
    expect(possible(inside, { acceptLanguage: 'en-GB' })).toEqual(['en']);
  });
});

describe('a choice by score', () => {
  it('keeps the highest', () => {
    const values = record(
      `<locations chooseby="score"><location href="a" score="0.1"/><location href="b" score="0.9"/>
       <location href="c" score="0.9"/></locations>`,
    );
    expect(possible(values)).toEqual(['b', 'c']);
  });

  it('counts what is missing or no number as 0, and negative scores too', () => {
    const values = record(
      `<locations chooseby="score"><location href="a" score="-2"/><location href="b" score="-1"/>
       </locations>`,
    );
    expect(possible(values)).toEqual(['b']);
    const missing = record(
      `<locations chooseby="score"><location href="a" score="high"/><location href="b" score="-1"/>
       </locations>`,
    );
    expect(possible(missing)).toEqual(['a']);
  });
});

describe('content negotiation', () => {
  const values = record(
    `<location href="M" http_role="conneg" weight="0"/><location href="H" http_role="browser" weight="0"/>
     <location href="N" http_role="no_conneg" weight="0"/>`,
  );
  const FIREFOX = 'Mozilla/5.0 (X11)';

  it.each([
    ['application/json', undefined, 'M'],
    ['text/html', undefined, 'H'],
    ['*/*', 'curl/8.5', 'N'],
    [undefined, 'curl/8.5', 'N'],
    [undefined, undefined, 'N'],
    ['', undefined, 'N'],
    ['*/*', FIREFOX, 'H'],
    [undefined, 'opera/9', 'H'],
    ['application/json;q=.9, text/html;q=.9', undefined, 'H'],
    ['application/json, text/html;q=.9', undefined, 'M'],
    ['text/html;q=0, application/json;q=0.1', undefined, 'M'],
    ['image/png', undefined, 'H'],
    ['text/*', undefined, 'H'],
  ])('Accept %j from %j: %s', (accept, userAgent, href) => {
    const decision = decide(values, { accept, userAgent });
    expect(decision.href).toBe(href);
    expect(decision.caching.vary).toContain('Accept');
  });

  it('takes the first type that there is, in the order of preference', () => {
    const typed = record(
      `<location href="ttl" media-type="text/turtle"/><location href="json" ctype="application/json"/>
       <location href="page"/>`,
    );
    expect(possible(typed, { accept: 'text/turtle;q=0.5, application/json' })).toEqual(['json']);
    expect(possible(typed, { accept: 'text/turtle;q=0.5, application/xml' })).toEqual(['ttl']);
    expect(possible(typed, { accept: 'application/json;profile="x"' })).toEqual(['json']);
  });

  it('looks no further than the first wildcard', () => {
    const typed = record('<location href="t" ctype="text/turtle"/><location href="p"/>');
    expect(possible(typed, { accept: 'application/xml, */*;q=0.9, text/turtle;q=0.8' })).toEqual([
      'p',
      't',
    ]);
  });

  it('never takes a type that is refused', () => {
    const typed = record('<location href="json" ctype="application/json"/><location href="p"/>');
    expect(possible(typed, { accept: 'text/turtle, application/json;q=0' })).toEqual(['json', 'p']);
  });

  it('gives way to the link', () => {
    const linked = record(
      '<location href="a" http_role="conneg"/><location id="b" href="b" http_role="browser"/>',
    );
    expect(possible(linked, { accept: 'application/json', locatt: ['id:b'] })).toEqual(['b']);
  });

  it('has no role when metadata is asked for by name', () => {
    const roles = record('<location href="a" http_role="browser"/><location href="b"/>');
    expect(possible(roles, { accept: 'text/html', metadata: true })).toEqual(['a', 'b']);
  });
});

describe('the status of a redirect', () => {
  it.each(['301', '302', '303', '307', '308'])('is %s when the location says so', (status) => {
    const values = record(`<location href="a" http_sc="${status}"/>`);
    expect(decide(values).status).toBe(Number(status));
  });

  it('is what the root says, unless the location says otherwise', () => {
    const values = record(
      `<locations http_sc="303"><location id="a" href="a" http_sc="308"/>
       <location id="b" href="b"/></locations>`,
    );
    expect(decide(values, { locatt: ['id:a'] }).status).toBe(308);
    expect(decide(values, { locatt: ['id:b'] }).status).toBe(303);
  });

  it('is 302 for one that is no redirect', () => {
    expect(decide(record('<location href="a" http_sc="404"/>')).status).toBe(302);
    expect(decide(record('<locations http_sc="200"><location href="a"/></locations>')).status).toBe(
      302,
    );
  });
});

describe('a template of a URL', () => {
  it('takes the handle for a query and for a path', () => {
    const set = setOf(
      record('<location href_template="http://t/?h={hdl}&amp;p={hdl:path}"/>'),
      '1/tm pl/ü&+?',
    );
    expect(chooseLocation(set, visitor(), () => 0).href).toBe(
      'http://t/?h=1%2Ftm%20pl%2F%C3%BC%26%2B%3F&p=1/tm%20pl/%C3%BC%26%2B%3F',
    );
  });

  it('is used only where there is no href', () => {
    expect(decide(record('<location href="a" href_template="{hdl}"/>')).href).toBe('a');
    expect(decide(record('<location href=" " href_template="x/{hdl}"/>')).href).toBe('x/123%2F456');
  });
});

describe('URL values', () => {
  const urls = [
    value(7, 'URL', 'http://7/'),
    value(3, 'URL', 'http://3/'),
    value(2, 'URL.mirror', 'http://mirror/'),
  ];

  it('without locations: the lowest index, always', () => {
    expect(possible(urls)).toEqual(['http://3/']);
    expect(decide(urls).caching).toEqual({ vary: [], isPrivate: false, isDrawn: false });
  });

  it('of a sub-type are used when there is no other', () => {
    expect(possible([value(2, 'URL.b', 'http://b/'), value(1, 'URL.a', 'http://a/')])).toEqual([
      'http://a/',
    ]);
  });

  it('beside links and headers are still the lowest index', () => {
    const links = value(9, '10320/links', '<l><link rel="license" href="http://l/"/></l>');
    expect(possible([...urls, links])).toEqual(['http://3/']);
  });

  it('beside an empty list of locations are the lowest index', () => {
    expect(possible(record('<locations/>', ...urls))).toEqual(['http://3/']);
  });

  it('that are no text or empty are passed over', () => {
    const values = [value(1, 'URL', new Uint8Array([0xff, 0])), value(2, 'URL', ' '), ...urls];
    expect(possible(values)).toEqual(['http://3/']);
  });

  it('are weighted by urlWeight and urlSubtypeWeight', () => {
    const weights =
      '<locations urlWeight="1" urlSubtypeWeight="2"><location href="l" weight="0"/></locations>';
    expect(possible(record(weights, ...urls))).toEqual([
      'http://3/',
      'http://7/',
      'http://mirror/',
    ]);
    const odd = '<locations urlWeight="much"><location href="l"/></locations>';
    expect(possible(record(odd, ...urls))).toEqual(['l']);
  });

  it('of a sub-type take the weight of URLs when there are none', () => {
    const weights = '<locations urlWeight="1"><location href="l" weight="0"/></locations>';
    expect(possible(record(weights, value(1, 'URL.x', 'http://x/')))).toEqual(['http://x/']);
  });

  it('are no candidates with no_legacy', () => {
    const values = record(
      '<locations no_legacy="yes"><location href="l" weight="0"/></locations>',
      ...urls,
    );
    expect(possible(values, { locatt: ['mode:legacy'] })).toEqual(['l']);
    expect(decide(record('<locations no_legacy="1"/>', ...urls)).location).toBeUndefined();
  });

  it('of type 0.TYPE/URL count only beside one of type URL', () => {
    const typed = value(1, '0.TYPE/URL', 'http://typed/');
    expect(decide([typed]).location).toBeUndefined();
    expect(decide([typed, ...urls]).href).toBe('http://typed/');
  });
});

describe('a record of several location values', () => {
  it('joins their locations; the first that has a setting decides it', () => {
    const values = [
      value(1, '10320/loc', '<a><location href="1" score="1"/></a>'),
      value(
        2,
        '10320/LOC.more',
        '<b chooseby="score" http_sc="303"><location href="2" score="2"/></b>',
      ),
      value(3, '10320/loc', '<c chooseby="weighted"><location href="3"/></c>'),
    ];
    expect(possible(values)).toEqual(['2']);
    expect(decide(values).status).toBe(303);
  });

  it('prefers choose_by to chooseby in the same root', () => {
    const values = record(
      `<locations chooseby="weighted" choose_by="score"><location href="a" score="1"/>
       <location href="b"/></locations>`,
    );
    expect(possible(values)).toEqual(['a']);
  });
});

describe('sloppy locations', () => {
  it.each([
    ['with a declaration', '<?xml version="1.0"?><locations><location href="a"/></locations>'],
    ['with a byte order mark', '\ufeff<locations><location href="a"/></locations>'],
    ['with namespace prefixes', '<x:l xmlns:x="u"><x:location href="a"/></x:l>'],
    ['without a root', '<location href="a"/>'],
    ['in CDATA', '<locations><![CDATA[<location href="a"/>]]></locations>'],
    ['in capitals', '<LOCATIONS><LOCATION href="a"/></LOCATIONS>'],
    ['of the other name', '<l><loc_template href="a"/></l>'],
    [
      'beside other elements',
      '<l><note/><group><location href="b"/></group><location href="a"/></l>',
    ],
  ])('%s are read', (_, xml) => {
    expect(possible([value(1, '10320/loc', xml), URL])).toEqual(['a']);
  });

  it('two of them without a root are both read', () => {
    expect(possible([value(1, '10320/loc', '<location href="a"/><location href="b"/>')])).toEqual([
      'a',
      'b',
    ]);
  });

  it('that cannot be read count as if they were not there', () => {
    expect(possible([value(1, '10320/loc', '<locations><location href="x"'), URL])).toEqual([
      'http://url/',
    ]);
    expect(decide([value(1, '10320/loc', 'not xml')]).location).toBeUndefined();
  });

  it('that lead nowhere are passed over', () => {
    expect(possible(record('<location id="a"/>', URL))).toEqual(['http://url/']);
  });
});

describe('what caches are told', () => {
  it('names the headers that the set depends on, whoever asks', () => {
    const values = record(
      `<location id="a" href="a" http_role="conneg"/><location href="b" language="de"/>`,
    );
    expect(decide(values, { accept: 'text/html', locatt: ['id:a'] }).caching.vary).toEqual([
      'Accept',
      'Accept-Language',
    ]);
    expect(decide(values, { accept: '*/*' }).caching.vary).toEqual([
      'Accept',
      'Accept-Language',
      'User-Agent',
    ]);
  });

  it('names none for a single location', () => {
    const values = record('<location href="a" http_role="conneg" language="de"/>');
    expect(decide(values).caching).toEqual({ vary: [], isPrivate: false, isDrawn: false });
  });

  it('names none that the methods never look at', () => {
    const values = record(
      `<locations chooseby="country"><location href="a" http_role="conneg" language="de"/>
       <location href="b"/></locations>`,
    );
    expect(decide(values).caching.vary).toEqual([]);
  });

  it('says when country or address was looked at', () => {
    const country = record('<location id="a" href="a" country="us"/><location href="b"/>');
    expect(decide(country).caching.isPrivate).toBe(true);
    expect(decide(country, { locatt: ['id:a'] }).caching.isPrivate).toBe(false);
    const address = record('<location href="a" addresses="10.0.0.0/8"/><location href="b"/>');
    expect(decide(address, { address: '192.0.2.1' }).caching.isPrivate).toBe(true);
  });

  it('says when chance decided', () => {
    expect(decide(record('<location href="a"/><location href="b"/>')).caching.isDrawn).toBe(true);
    expect(
      decide(record('<location href="a" weight="0"/><location href="b"/>')).caching.isDrawn,
    ).toBe(false);
  });
});
