import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allText, childElements, ownText, type XmlElement } from '../../src/xml/element.ts';
import { MAX_XML_CHARACTERS } from '../../src/xml/limits.ts';
import { readXml } from '../../src/xml/read-xml.ts';
import { writeXml } from '../../src/xml/write-xml.ts';

function rootOf(text: string): XmlElement {
  const xml = readXml(text);
  if (!xml.ok) throw new Error(`${xml.problem}: ${xml.message}`);
  return xml.roots[0];
}

function problemOf(text: string): string | undefined {
  const xml = readXml(text);
  return xml.ok ? undefined : xml.problem;
}

function hrefs(text: string): (string | undefined)[] {
  return childElements(rootOf(text)).map((child) => child.attributes.get('href'));
}

describe('XML as publishers write it', () => {
  it('may begin with a declaration', () => {
    expect(hrefs('<?xml version="1.0" encoding="UTF-8"?>\n<l><a href="x"/></l>')).toEqual(['x']);
  });

  it('may begin with a byte order mark', () => {
    expect(hrefs('\ufeff<l><a href="x"/></l>')).toEqual(['x']);
  });

  it('may hold comments, with a space or without', () => {
    expect(hrefs('<l><!-- <a href="n"/> --><!--b--><a href="x"/></l>')).toEqual(['x']);
  });

  it('may use namespace prefixes on elements and attributes', () => {
    const root = rootOf('<n:l xmlns:n="urn:x"><n:a n:href="x"/></n:l>');
    expect(root.name).toBe('l');
    expect(root.attributes.size).toBe(0);
    expect(childElements(root).map(({ name }) => name)).toEqual(['a']);
    expect(childElements(root)[0]?.attributes).toEqual(new Map([['href', 'x']]));
  });

  it('may have a bare & in a URL', () => {
    expect(hrefs('<l><a href="http://h/?a=1&b=2&amp;c=3&copy;"/></l>')).toEqual([
      'http://h/?a=1&b=2&c=3&copy;',
    ]);
  });

  it('may miss end tags or have wrong ones', () => {
    expect(hrefs('<l><a href="1"/><b href="2"></c></l>')).toEqual(['1', '2']);
    expect(hrefs('<l><a href="1"/><b href="2">')).toEqual(['1', '2']);
  });

  it('may leave out the quotes of attributes, and their values', () => {
    const root = rootOf(`<l><a id=1 href=http://h/?a=b&c="d" weight = 0 primary/><b x=2/></l>`);
    const [a, b] = childElements(root).map(({ attributes }) => Object.fromEntries(attributes));
    expect(a).toMatchObject({ id: '1', weight: '0', primary: '' });
    expect(b).toEqual({ x: '2' });
    expect(hrefs('<l><a href=http://h/x?y=z></a><a href=http://i id="1>0"/></l>')).toEqual([
      'http://h/x?y=z',
      'http://i',
    ]);
  });

  it('keeps what looks like an attribute in quotes and in text', () => {
    const root = rootOf(`<l><a b="c=d e=f" g='h=i>j'/>k=l 'm=n</l>`);
    expect(childElements(root)[0]?.attributes).toEqual(
      new Map([
        ['b', 'c=d e=f'],
        ['g', 'h=i>j'],
      ]),
    );
    expect(ownText(root)).toBe("k=l 'm=n");
  });

  it('may have an attribute twice, with a namespace prefix and without: that without counts', () => {
    expect(hrefs('<l xmlns:x="u"><a href="1" x:href="2"/><a x:href="2" href="1"/></l>')).toEqual([
      '1',
      '1',
    ]);
  });

  it('may have text before and garbage after the root', () => {
    expect(hrefs('see below <l><a href="1"/></l> the end')).toEqual(['1']);
  });

  it('keeps the text of CDATA as it is', () => {
    expect(ownText(rootOf('<l><![CDATA[<a href="x&amp;y"/>]]></l>'))).toBe('<a href="x&amp;y"/>');
  });

  it('decodes the five entities in any case, and numeric ones, once', () => {
    expect(ownText(rootOf('<a>&amp;lt;&LT;&gt;&quot;&apos;&#65;&#x1F600;</a>'))).toBe(
      '&lt;<>"\'A😀',
    );
  });

  it('leaves references alone that stand for no character', () => {
    expect(ownText(rootOf('<a>&#0;&#xD800;&#x110000;&nbsp;&;</a>'))).toBe(
      '&#0;&#xD800;&#x110000;&nbsp;&;',
    );
  });

  it('keeps white space in attributes', () => {
    expect(rootOf('<a b=" x\ty\n"/>').attributes.get('b')).toBe(' x\ty\n');
  });

  it('keeps the order of elements and text', () => {
    const root = rootOf('<a>1<b>2</b>3<c/>4</a>');
    expect(root.content.map((part) => (typeof part === 'string' ? part : part.name))).toEqual([
      '1',
      'b',
      '3',
      'c',
      '4',
    ]);
    expect(allText(root)).toBe('1234');
  });

  it('may have several outermost elements', () => {
    const xml = readXml('<a/><b/>');
    expect(xml.ok && xml.roots.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('XML that is not read', () => {
  it('is empty or plain text', () => {
    expect(problemOf('')).toBe('no-element');
    expect(problemOf('http://example.org/')).toBe('no-element');
  });

  it('ends in the middle of a tag', () => {
    expect(problemOf('<l><a href="http://x')).toBe('malformed');
    expect(problemOf('<l><a href="x"')).toBe('malformed');
  });

  it('has a document type, wherever and however it is written', () => {
    expect(problemOf('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')).toBe('document-type');
    expect(problemOf('<a/><!doctype a><b/>')).toBe('document-type');
  });

  it('is larger than any answer of a server', () => {
    expect(problemOf(`<a b="${'x'.repeat(MAX_XML_CHARACTERS)}"/>`)).toBe('too-large');
  });

  it('nests too deeply', () => {
    expect(problemOf('<a>'.repeat(1_000))).toBe('malformed');
  });

  it('has more tags than a record can need', () => {
    expect(problemOf(`<a>${'<b/>'.repeat(20_000)}</a>`)).toBe('too-large');
  });

  it('has an element with hundreds of attributes', () => {
    const attributes = Array.from({ length: 500 }, (_, n) => `a${n}=""`).join(' ');
    expect(problemOf(`<a ${attributes}/>`)).toBe('malformed');
  });

  it('uses names that would reach into JavaScript objects', () => {
    expect(problemOf('<a __proto__="x"/>')).toBe('malformed');
  });
});

describe('reading XML', () => {
  it('never throws, whatever the text', () => {
    const fragment = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      '<a',
      '<a b="',
      '"',
      "'",
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&',
      ';',
      '&#',
      '=',
      ' ',
      'a',
      '<a>',
      '</a>',
      '<a/>',
      '#text',
      ':@',
      '__proto__',
      '\u0000',
    );
    const text = fc.array(fc.oneof(fragment, fc.string()), { maxLength: 30 });
    fc.assert(
      fc.property(text, (parts) => {
        const xml = readXml(parts.join(''));
        expect(xml.ok ? xml.roots.length > 0 : xml.message !== '').toBe(true);
      }),
    );
  });

  it('gives back what was written', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/).map((text) => `x${text}`);
    // There is no reference for U+0000.
    const value = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0000'));
    const tree = fc.letrec<{ element: XmlElement }>((tie) => ({
      element: fc.record({
        name,
        attributes: fc.array(fc.tuple(name, value), { maxLength: 4 }).map((all) => new Map(all)),
        content: fc.oneof(
          { maxDepth: 4 },
          fc.constant([]),
          fc.array(tie('element'), { maxLength: 3 }),
        ),
      }),
    }));
    fc.assert(
      fc.property(tree.element, (element) => {
        expect(rootOf(writeXml(element))).toEqual(element);
      }),
    );
  });
});
