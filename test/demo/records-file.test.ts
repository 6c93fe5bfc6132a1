import { describe, expect, it } from 'vitest';
import { DemoError } from '../../src/demo/errors.ts';
import { readRecordsFile } from '../../src/demo/records-file.ts';

const VALUE = { index: 1, type: 'URL', data: { format: 'string', value: 'https://example.org/' } };

function errorFor(json: unknown): DemoError {
  try {
    readRecordsFile(json);
  } catch (error) {
    if (error instanceof DemoError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

const record = (handle: string, ...values: unknown[]) => ({ handles: { [handle]: { values } } });

describe('a records file', () => {
  it('gives values by handle', () => {
    const records = readRecordsFile(record('20.500.1/X', VALUE));
    expect([...records]).toMatchObject([['20.500.1/X', [{ index: 1, type: 'URL', ttl: 86_400 }]]]);
  });

  it('keeps the order of values', () => {
    const values = [7, 3, 5].map((index) => ({ ...VALUE, index }));
    const records = readRecordsFile(record('20.500.1/x', ...values));
    expect(records.get('20.500.1/x')?.map(({ index }) => index)).toEqual([7, 3, 5]);
  });

  it('may have other members, as what the API answers has', () => {
    const records = readRecordsFile({
      about: 'mine',
      handles: { '20.500.1/x': { responseCode: 1, handle: '20.500.1/x', values: [VALUE] } },
    });
    expect(records.size).toBe(1);
  });

  it('may have records without values', () => {
    expect(readRecordsFile(record('20.500.1/x')).get('20.500.1/x')).toEqual([]);
  });

  it.each([
    ['an array', [], 'the records file'],
    ['nothing', undefined, 'the records file'],
    ['a bare map', { '20.500.1/x': { values: [] } }, '"handles"'],
    ['a list of handles', { handles: [] }, '"handles"'],
  ])('is refused when it is %s', (_, json, named) => {
    expect(errorFor(json)).toMatchObject({
      code: 'records-file',
      message: expect.stringContaining(named),
    });
  });

  it.each([
    ['that is no object', { '20.500.1/x': 'text' }, '20.500.1/x'],
    ['without values', { '20.500.1/x': {} }, 'values'],
    ['of another name', { '20.500.1/x': { handle: '20.500.1/y', values: [] } }, 'handle'],
    ['with a bad index', { '20.500.1/x': { values: [{ ...VALUE, index: 'one' }] } }, 'index'],
    ['without data', { '20.500.1/x': { values: [{ index: 1, type: 'URL' }] } }, 'data'],
    [
      'with bad permissions',
      { '20.500.1/x': { values: [{ ...VALUE, permissions: '12' }] } },
      'permissions',
    ],
    ['with an index twice', { '20.500.1/x': { values: [VALUE, VALUE] } }, 'index 1 occurs twice'],
  ])('names the handle and the member of a record %s', (_, handles, member) => {
    const error = errorFor({ handles });
    expect(error.handle).toBe('20.500.1/x');
    expect(error.message).toContain('20.500.1/x');
    expect(error.message).toContain(member);
  });

  it('names the value at fault', () => {
    const error = errorFor(record('20.500.1/x', VALUE, { ...VALUE, index: 2, ttl: 'soon' }));
    expect(error.message).toContain('values[1].ttl');
  });

  it.each([
    ['20.500.1/x', '20.500.1/X'],
    ['20.500.A/x', '20.500.a/x'],
    ['slashless', '0.NA/SLASHLESS'],
  ])('must not have both %s and %s', (first, second) => {
    const error = errorFor({ handles: { [first]: { values: [] }, [second]: { values: [] } } });
    expect(error.message).toContain(JSON.stringify(first));
    expect(error.message).toContain(JSON.stringify(second));
  });

  it('may have names that differ in the case of other letters', () => {
    const handles = { '20.500.1/ü': { values: [] }, '20.500.1/Ü': { values: [] } };
    expect(readRecordsFile({ handles }).size).toBe(2);
  });

  it.each(['', '/x', '20.500.1/\ud800', `20.500.1/${'x'.repeat(2048)}`])(
    'must not have the name %j',
    (handle) => {
      expect(errorFor(record(handle)).handle).toBe(handle);
    },
  );
});
