import { describe, expect, it } from 'vitest';
import { acceptsJson } from '../../src/http/accepts-json.ts';

describe('JSON instead of a page', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json, text/plain, */*',
    'application/json;q=0.9, text/html;q=0.8',
    'application/json;charset=utf-8',
  ])('is wanted by %s', (accept) => {
    expect(acceptsJson(accept)).toBe(true);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'text/html, application/json',
    'application/json;q=0.5, text/html',
    'application/json;q=0',
    'application/jsonx',
    'application/ld+json',
  ])('is not wanted by %s', (accept) => {
    expect(acceptsJson(accept)).toBe(false);
  });
});
