import { describe, expect, it } from 'vitest';
import {
  delimiterOf,
  locationHandlesOf,
  standingOf,
  templatesOf,
} from '../../src/namespace/namespace-chain.ts';
import {
  type Namespace,
  namespaceOf,
  parseNamespace,
} from '../../src/namespace/parse-namespace.ts';

function parse(xml: string): Namespace {
  const namespace = parseNamespace(xml, () => {});
  if (namespace === undefined) throw new Error('unreadable');
  return namespace;
}

function value(index: number, data: string, type = 'HS_NAMESPACE') {
  return {
    index,
    timestamp: 0,
    ttlType: 0,
    ttl: 86_400,
    permissions: 14,
    type,
    data: Buffer.from(data),
    references: [],
  };
}

describe('a namespace', () => {
  it('says whom to ask, how the prefix stands, and where its locations are', () => {
    const namespace = parse(`<?xml version="1.0"?><namespace>
      <locs>20.500.1/locations</locs><locs> 20.500.1/more </locs>
      <contact>help@example.org</contact><status>inactive</status>
      <statusmsg>This prefix <b>was</b> retired</statusmsg></namespace>`);
    expect(namespace).toMatchObject({
      locationHandles: ['20.500.1/locations', '20.500.1/more'],
      inheritsLocations: true,
      contact: 'help@example.org',
      status: 'inactive',
      statusMessage: 'This prefix was retired',
      templates: [],
      delimiter: '',
    });
  });

  it('without any element says nothing', () => {
    expect(parse('<namespace/>')).toMatchObject({ locationHandles: [], status: undefined });
  });

  it('takes any status but inactive for active', () => {
    expect(parse('<n><status>Inactive</status></n>').status).toBe('inactive');
    expect(parse('<n><status>retired</status></n>').status).toBe('active');
  });
});

describe('the namespace of a record', () => {
  const readable = '<n><contact>me</contact></n>';

  it('is the one of the lowest index', () => {
    const values = [value(9, '<n><contact>nine</contact></n>'), value(3, readable)];
    expect(namespaceOf(values, () => {})?.contact).toBe('me');
  });

  it('is the next one when that cannot be read, which is said', () => {
    const complaints: string[] = [];
    const values = [value(1, '<n'), value(2, '\u0000'), value(3, readable)];
    expect(namespaceOf(values, (message) => complaints.push(message))?.contact).toBe('me');
    expect(complaints).toHaveLength(2);
  });

  it('is not there without a value of that type', () => {
    expect(namespaceOf([value(1, readable, 'DESC')], () => {})).toBeUndefined();
  });
});

describe('a chain of namespaces', () => {
  const own = parse('<n><locs>own/1</locs><status>inactive</status></n>');
  const parent = parse(
    '<n><locs>parent/1</locs><contact>p@example.org</contact><template delimiter="@"/></n>',
  );
  const closed = parse('<n><locs no_nslocs="yes">closed/1</locs></n>');

  it('gives the locations of the nearest first', () => {
    expect(locationHandlesOf([own, parent])).toEqual(['own/1', 'parent/1']);
  });

  it('gives no locations from behind a namespace that wants none', () => {
    expect(locationHandlesOf([own, closed, parent])).toEqual(['own/1', 'closed/1']);
  });

  it('says of everything what the nearest says that says anything', () => {
    expect(standingOf([own, parent])).toEqual({
      status: 'inactive',
      statusMessage: undefined,
      contact: 'p@example.org',
    });
    expect(standingOf([]).status).toBe('active');
  });

  it('takes delimiter and templates from the nearest that has a template', () => {
    expect(delimiterOf([own, parent])).toBe('@');
    expect(templatesOf([own, parent])).toHaveLength(1);
    expect(delimiterOf([parse('<n><template/></n>'), parent])).toBe('');
    expect(templatesOf([own])).toEqual([]);
  });
});
