import type { ExampleFeature } from './example-features.ts';

/** A link to try, and what the proxy answers to a GET of it. */
export interface ExampleLink {
  readonly url: string;
  /** To be sent along. */
  readonly headers: { readonly [name: string]: string };
  readonly status: number;
  /** The Location header of the answer; null when there is none. */
  readonly location: string | null;
  readonly feature: ExampleFeature;
}

/** A link before it is known where the proxy is. */
export interface PathLink extends Omit<ExampleLink, 'url' | 'headers'> {
  readonly path: string;
  readonly headers?: ExampleLink['headers'];
}

/** A redirect to a place at example.org, or to a whole address. */
export function to(
  place: string,
  path: string,
  feature: ExampleFeature,
  headers: ExampleLink['headers'] = {},
): PathLink {
  const location = place.includes(':') ? place : `https://example.org/${place}`;
  return { path, status: 302, location, feature, headers };
}

/** An answer that leads nowhere. */
export function stays(
  status: number,
  path: string,
  feature: ExampleFeature,
  headers: ExampleLink['headers'] = {},
): PathLink {
  return { path, status, location: null, feature, headers };
}
