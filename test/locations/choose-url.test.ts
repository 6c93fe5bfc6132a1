import { describe, expect, it } from 'vitest';
import { chooseUrl } from '../../src/locations/choose-url.ts';
import { url, value } from '../http/kit/records.ts';

const indexOf = (...values: Parameters<typeof chooseUrl>[0]) => chooseUrl(values)?.index;

describe('the URL of a record', () => {
  it('is the lowest index, wherever it stands', () => {
    expect(indexOf(url('http://b', 3), url('http://a', 2), url('http://c', 4))).toBe(2);
  });

  it('is an exact URL rather than a sub-type', () => {
    expect(indexOf(value(1, 'URL.foo', 'x'), url('y', 2))).toBe(2);
  });

  it('is the lowest sub-type when there is no exact one', () => {
    expect(indexOf(value(2, 'URL.bar'), value(1, 'URL.foo'))).toBe(1);
  });

  it('is found in any case of its type', () => {
    expect(indexOf(value(5, 'url'), value(6, 'uRl.x'))).toBe(5);
  });

  it('may be called by the handle of its type, beside a URL', () => {
    expect(indexOf(url('x', 2), value(1, '0.TYPE/URL'))).toBe(1);
  });

  it('is not found when only the handle of the type is there', () => {
    expect(indexOf(value(1, '0.TYPE/URL'))).toBeUndefined();
  });

  it('is not found among other types', () => {
    expect(indexOf(value(1, 'URLS'), value(2, 'EMAIL'), value(3, 'HS_ALIAS'))).toBeUndefined();
  });
});
