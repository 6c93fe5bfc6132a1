import type { Handle } from '../handle/handle.ts';
import type { HandleNotFound } from '../resolver/resolution.ts';
import { errorResponse } from './error-response.ts';
import { escapeHtml } from './escape-html.ts';
import { withCodingNamed } from './fit-response.ts';
import { GzipFrame } from './gzip-frame.ts';
import { HeadersWithLength } from './headers-with-length.ts';
import { MIN_ENCODED_BYTES } from './limits.ts';
import { missingProblem } from './missing-problem.ts';
import type { LocalPages, Pages } from './pages.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { representationOf } from './representation.ts';
import { joinHeaders, type ResponseHeaders } from './respond.ts';
import type { Visit } from './visit.ts';

/**
 * The page that says of most missing handles that they do not exist, with a gap for the handle. All
 * else of it, and of its headers, was made on the straight way for the first of them.
 */
export class MissingPage {
  readonly #before: string;
  readonly #behind: string;
  readonly #bytes: number;
  readonly #headers: HeadersWithLength;
  readonly #gzip: GzipFrame;
  readonly #gzipHeaders: HeadersWithLength;

  /** @returns undefined where the page may say more of its handle, or is not worth encoding */
  static of(
    pages: Pages,
    local: LocalPages,
    visit: Visit,
    resolution: HandleNotFound,
  ): MissingPage | undefined {
    const problem = missingProblem(resolution);
    const parts = local.errorParts(problem.explanation);
    if (parts === undefined || Buffer.byteLength(parts.join('')) < MIN_ENCODED_BYTES) {
      return undefined;
    }
    const plain = representationOf(errorResponse(pages, visit, problem, {}));
    return plain && new MissingPage(parts, withCodingNamed(plain));
  }

  private constructor([before, behind]: readonly [string, string], headers: ResponseHeaders) {
    this.#before = before;
    this.#behind = behind;
    this.#bytes = Buffer.byteLength(before) + Buffer.byteLength(behind);
    this.#headers = new HeadersWithLength(headers);
    this.#gzip = new GzipFrame(before, behind);
    this.#gzipHeaders = new HeadersWithLength(joinHeaders(headers, { 'Content-Encoding': 'gzip' }));
  }

  /** @param more headers: names and values in turn */
  plain(handle: Handle, more: readonly string[]): PlainAnswer {
    const html = escapeHtml(handle);
    const headers = this.#headers.for(this.#bytes + Buffer.byteLength(html), more);
    return { status: 404, headers, body: this.#before + html + this.#behind };
  }

  /** The same for who reads it compressed. */
  gzipped(handle: Handle, more: readonly string[]): PlainAnswer {
    const body = this.#gzip.fill(escapeHtml(handle));
    return { status: 404, headers: this.#gzipHeaders.for(body.length, more), body };
  }
}
