import type { Found } from '../resolver/resolution.ts';
import type { Destination } from './destination.ts';
import type { HttpContext } from './http-context.ts';
import { webHost } from './leads-back.ts';
import { outcomeHeaders } from './outcome-headers.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { recordHeaders } from './record-headers.ts';
import { elsewhereHeaders, HTML } from './respond.ts';

/**
 * The redirect of one record to one place, as it goes out. What of it tells the time is made anew when
 * a second has passed; the rest never changes as long as the record is cached.
 */
export class ReadyRedirect {
  readonly #context: HttpContext;
  readonly #destination: Destination;
  readonly #fixed: readonly string[];
  readonly #body: string;
  /** Whoever asked this host may have been sent there by this very redirect. */
  readonly host: string | undefined;
  #found: Found | undefined;
  #second = 0;
  #secondsLeft = 0;
  #answer: PlainAnswer = { status: 0, headers: [], body: '' };

  /** @param destination with a target */
  constructor(context: HttpContext, found: Found, destination: Destination) {
    const { target, headers } = destination;
    const location = target?.location ?? '';
    this.#context = context;
    this.#destination = destination;
    this.#body = target === undefined ? '' : context.pages.redirect(target);
    const own = recordHeaders(context, found, headers, location);
    const all = elsewhereHeaders({ ...own, 'Content-Type': HTML, Location: location }, this.#body);
    this.#fixed = Object.entries(all).flat();
    this.host = webHost(location);
  }

  /**
   * @param found the record, which may be told as stale by now
   * @param now milliseconds since 1970
   */
  answer(found: Found, now: number): PlainAnswer {
    const second = Math.floor(now / 1000);
    const secondsLeft = Math.floor((found.freshUntil - now) / 1000);
    if (found !== this.#found || second !== this.#second || secondsLeft !== this.#secondsLeft) {
      this.#found = found;
      this.#second = second;
      this.#secondsLeft = secondsLeft;
      this.#answer = this.#make(found, now);
    }
    return this.#answer;
  }

  #make(found: Found, now: number): PlainAnswer {
    const { status, dependence } = this.#destination;
    const changing = outcomeHeaders(this.#context, found, false, dependence, now);
    const headers = this.#fixed.slice();
    for (const name in changing) headers.push(name, changing[name] as string);
    return { status, headers, body: this.#body };
  }
}
