import type { ResponseHeaders } from './respond.ts';

/** The headers of answers that differ in their length, as node:http takes them. */
export class HeadersWithLength {
  readonly #headers: readonly string[];
  readonly #place: number;

  /** @param headers with a Content-Length */
  constructor(headers: ResponseHeaders) {
    this.#headers = Object.entries(headers).flat();
    this.#place = this.#headers.indexOf('Content-Length') + 1;
  }

  /** @param more names and values in turn */
  for(length: number, more: readonly string[]): string[] {
    const headers = this.#headers.concat(more);
    headers[this.#place] = String(length);
    return headers;
  }
}
