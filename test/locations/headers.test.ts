import { describe, expect, it } from 'vitest';
import { locationsXml } from '../../src/locations/locations-xml.ts';
import { record, setOf, value } from './world.ts';

function linksOf(xml: string, type = '10320/links'): readonly string[] {
  return setOf([value(1, type, xml)]).headers.map(
    ({ name, value: header }) => `${name}: ${header}`,
  );
}

function headersOf(text: string): readonly string[] {
  return setOf([value(1, '10320/headers', text)]).headers.map(
    ({ name, value: header }) => `${name}: ${header}`,
  );
}

describe('links', () => {
  it('are written as RFC 8288 has them, in one order', () => {
    const xml = `<links><link media="print" hreflang="de" href="http://l/ü" title='A "T"' rel="describedby"
      media-type="text/html" target-type="x" anchor="http://a/"/></links>`;
    expect(linksOf(xml)).toEqual([
      'Link: <http://l/%C3%BC>; anchor="http://a/"; rel="describedby"; type="text/html"; target-type="x"; media="print"; hreflang="de"; title="A \\"T\\""',
    ]);
  });

  it('may have titles beyond ASCII, or with a language', () => {
    expect(linksOf('<l><link rel="a" href="u" title="Tït"/></l>')).toEqual([
      `Link: <u>; rel="a"; title*=UTF-8''T%C3%AFt`,
    ]);
    expect(linksOf(`<l><link rel="a" href="u" title="It's" titlelang="en"/></l>`)).toEqual([
      `Link: <u>; rel="a"; title*=UTF-8'en'It%27s`,
    ]);
  });

  it('may take a sibling for their anchor', () => {
    expect(linksOf('<l><link rel="a" href="u" anchor-id="x"/><link id="x" href="v"/></l>')).toEqual(
      ['Link: <u>; anchor="v"; rel="a"'],
    );
  });

  it('may be templates', () => {
    expect(linksOf('<l><link rel="a" href_template="http://m/{hdl}"/></l>')).toEqual([
      'Link: <http://m/123%2F456>; rel="a"',
    ]);
  });

  it('are locations with a relation as well', () => {
    const xml = '<locations><location href="u" rel="license"/><location href="v"/></locations>';
    expect(linksOf(xml, '10320/loc')).toEqual(['Link: <u>; rel="license"']);
  });

  it('cannot break out of their header', () => {
    const xml = '<l><link rel="a&#13;&#10;X: y" href="u&gt;;&#10;" media-type=\'"x\\\'/></l>';
    expect(linksOf(xml)).toEqual(['Link: <u%3E;>; rel="a X: y"; type="\\"x\\\\"']);
  });

  it.each(['stylesheet', 'license  PRELOAD', 'preconnect'])(
    'that browsers act on (%s) are not sent',
    (rel) => {
      expect(linksOf(`<l><link rel="${rel}" href="u"/></l>`)).toEqual([]);
      expect(headersOf(`Link: <u>; rel="${rel}"`)).toEqual([]);
    },
  );

  it('to scripts are not sent', () => {
    expect(linksOf('<l><link rel="a" href=" JavaScript:x"/></l>')).toEqual([]);
  });

  it('without relation or target are not sent', () => {
    expect(linksOf('<l><link href="u"/><link rel="a"/></l>')).toEqual([]);
  });
});

describe('headers of a record', () => {
  it('are links and names of their own', () => {
    const text = 'Link: <http://l/{hdl:path}>; rel="item"\r\nX-Own: a {hdl} b\nx-other:c';
    expect(headersOf(text)).toEqual([
      'Link: <http://l/123/456>; rel="item"',
      'X-Own: a 123%2F456 b',
      'x-other: c',
    ]);
  });

  it.each([
    'Location: http://evil/',
    'Set-Cookie: a=b',
    'Content-Type: text/plain',
    'X-Accel-Redirect: /etc/passwd',
    'X-Sendfile: /etc/passwd',
    'X-Frame-Options: ALLOWALL',
    'X-Forwarded-For: 1.2.3.4',
    '<meta http-equiv="refresh">',
    'no colon',
    'X Space: a',
    'X-Bad: ü',
    'X-Empty:',
  ])('are never %s', (line) => {
    expect(headersOf(line)).toEqual([]);
  });

  it('come before links', () => {
    const set = setOf([
      value(1, '10320/links', '<l><link rel="a" href="u"/></l>'),
      value(2, '10320/headers', 'X-A: 1'),
    ]);
    expect(set.headers.map(({ name }) => name)).toEqual(['X-A', 'Link']);
  });

  it('are no more than a response can carry', () => {
    expect(headersOf('X-A: 1\n'.repeat(500)).length).toBeLessThanOrEqual(64);
    const long = headersOf(`X-A: ${'x'.repeat(1_000)}\n`.repeat(50));
    expect(long.join('').length).toBeLessThan(4_096);
  });
});

describe('all locations as XML', () => {
  it('have their elements and attributes, and the URL of a template', () => {
    const values = record(
      '<locations><location id="a&amp;" href="u"/><loc_template href_template="t/{hdl}"/></locations>',
      value(1, 'URL', 'http://url/'),
    );
    expect(locationsXml(setOf(values))).toBe(
      '<locations><location id="a&amp;" href="u"/><loc_template href_template="t/{hdl}" href="t/123%2F456"/>' +
        '<location href="http://url/" mode="legacy" weight="0.0"/></locations>',
    );
  });

  it('without locations are the URLs, of which the first has the weight', () => {
    const values = [value(2, 'URL', 'http://2/'), value(1, 'URL', 'http://1/')];
    expect(locationsXml(setOf(values))).toBe(
      '<locations><location href="http://1/" mode="legacy" weight="1.0"/>' +
        '<location href="http://2/" mode="legacy" weight="0.0"/></locations>',
    );
  });
});
