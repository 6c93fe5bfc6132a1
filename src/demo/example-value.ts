/** A value as the records file and the JSON API write it. */
export interface ExampleValue {
  readonly index: number;
  readonly type: string;
  readonly data: string | { readonly format: string; readonly value: unknown };
  readonly ttl?: number | string;
  readonly permissions?: string;
  readonly timestamp?: string;
  readonly references?: readonly { readonly handle: string; readonly index: number }[];
}

export interface ExampleRecords {
  readonly [handle: string]: readonly ExampleValue[];
}

export function value(index: number, type: string, data: ExampleValue['data']): ExampleValue {
  return { index, type, data, timestamp: '2026-01-01T00:00:00Z' };
}

/** A record with nothing but a URL: a place at example.org, or a whole address. */
export function url(path: string): readonly ExampleValue[] {
  return [value(1, 'URL', path.includes(':') ? path : `https://example.org/${path}`)];
}
