import { describe, expect, it } from 'vitest';
import { MAX_XML_ASSIGNMENTS, MAX_XML_TAGS } from '../../src/xml/limits.ts';
import { readXml } from '../../src/xml/read-xml.ts';
import { XmlRoom } from '../../src/xml/xml-room.ts';

describe('the room for the XML of a record', () => {
  it('is for all of its texts together', () => {
    const room = new XmlRoom();
    const half = `<l>${'<a/>'.repeat(MAX_XML_TAGS / 2)}</l>`;
    expect(readXml(half, room)).toMatchObject({ ok: true });
    expect(readXml(half, room)).toMatchObject({ ok: false, problem: 'too-large' });
    expect(room.refusals).toBe(1);
  });

  it('is not taken by what does not fit', () => {
    const room = new XmlRoom();
    expect(room.take('<'.repeat(MAX_XML_TAGS + 1))).toBe(false);
    expect(room.take('<'.repeat(MAX_XML_TAGS))).toBe(true);
    expect(room.take('<')).toBe(false);
  });

  it('counts attributes too', () => {
    const element = `<a ${'b="" '.repeat(60)}/>`;
    const texts = Math.floor(MAX_XML_ASSIGNMENTS / 60);
    expect(readXml(element.repeat(texts))).toMatchObject({ ok: true });
    expect(readXml(element.repeat(texts + 1))).toMatchObject({ ok: false, problem: 'too-large' });
  });
});
