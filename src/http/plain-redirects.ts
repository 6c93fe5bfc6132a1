import type { Handle } from '../handle/handle.ts';
import { chooseUrl } from '../locations/choose-url.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { dataText } from '../protocol/json/bytes-json.ts';
import type { PlainUrl } from '../resolver/plain-url.ts';
import type { Found } from '../resolver/resolution.ts';
import { explainInactive } from './explain-prefix.ts';
import type { HttpContext } from './http-context.ts';
import { withoutDefaultPort } from './leads-back.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { elsewhereHeaders, HTML } from './respond.ts';

/** Nothing in it has to be encoded in a link, and no browser takes its slashes for something else. */
const SIMPLE_HANDLE = /^\d[\d.]*(?:\/[A-Za-z0-9\-_~:@!$()*,;=][A-Za-z0-9\-._~:@!$()*,;=]*)+$/;

/** Goes into Location as it is: a host name in lower case, without a port, and what is legal in a path. */
const SIMPLE_URL =
  /^https?:\/\/(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[A-Za-z0-9\-._~:@/!$()*,;=+?#%&]*)?$/;

/** Labels that say they are encoded may be so wrongly. */
const ENCODED_LABEL = 'xn--';

/** Far from where headers become too long. */
const MAX_HANDLE_CHARACTERS = 256;
const MAX_URL_CHARACTERS = 1_024;

/** `https://` */
const LONGEST_SCHEME = 8;

/** Which header values differ from one redirect to the next. */
const CHANGING = ['Link', 'Location', 'Content-Length', 'Cache-Control', 'Expires', 'Cache-Status'];

/** What such a redirect is made of. */
type Lead = Pick<PlainUrl, 'url' | 'freshUntil' | 'namespaces'>;

type Places = readonly [number, number, number, number, number, number];

/**
 * Redirects of records that have one simple URL and nothing else, put together from pieces without
 * looking twice at anything. Where a million handles are asked for, nothing else is as fast, because
 * nothing of a record need be kept ready for use.
 */
export class PlainRedirects {
  readonly #context: HttpContext;
  readonly #ownHost: string | undefined;
  readonly #parts: readonly [string, string, string];
  readonly #partsBytes: number;
  readonly #headers: readonly string[];
  readonly #places: Places;
  /** That of the last redirect, known to be so: all handles of a prefix share it. */
  #harmless: NamespaceChain | undefined;
  #second = Number.NaN;
  #expires = '';

  /** @returns undefined where redirects are not as simple, whatever the record */
  static of(context: HttpContext): PlainRedirects | undefined {
    const { pages, surrogateKeys } = context;
    const [before, between, after, ...more] = pages.redirectParts ?? [];
    if (surrogateKeys || before === undefined || between === undefined) return undefined;
    if (after === undefined || more.length > 0) return undefined;
    return new PlainRedirects(context, [before, between, after]);
  }

  private constructor(context: HttpContext, parts: readonly [string, string, string]) {
    this.#context = context;
    const { host } = context.address;
    this.#ownHost = host && withoutDefaultPort(host);
    this.#parts = parts;
    this.#partsBytes = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
    const empty = Object.fromEntries(CHANGING.map((name) => [name, '']));
    const { Link = '', Location = '', ...rest } = empty;
    const headers = elsewhereHeaders({ Link, 'Content-Type': HTML, Location }, '');
    this.#headers = Object.entries({ ...headers, ...rest }).flat();
    this.#places = CHANGING.map((name) => this.#headers.indexOf(name) + 1) as unknown as Places;
  }

  /** @returns undefined when more has to be known about it */
  answer(handle: Handle, askedHost: string): PlainAnswer | undefined {
    if (handle.length > MAX_HANDLE_CHARACTERS || !SIMPLE_HANDLE.test(handle)) return undefined;
    const { resolver, clock } = this.#context;
    const found = resolver.plainUrl(handle, (plain) => this.#isSimple(handle, plain, askedHost));
    return found && this.#redirect(handle, found, clock.now());
  }

  /** The same for a record that was not cached until now. @returns as {@link answer} */
  first(found: Found, askedHost: string): PlainAnswer | undefined {
    const { asked, handle, aliases, cache, freshUntil, namespaces } = found;
    if (cache !== 'miss' || aliases.length > 0 || handle !== asked) return undefined;
    if (handle.length > MAX_HANDLE_CHARACTERS || !SIMPLE_HANDLE.test(handle)) return undefined;
    const { locations, clock } = this.#context;
    if (locations.atHand(found) !== undefined) return undefined;
    const value = chooseUrl(found.values);
    const url = value && dataText(value.data);
    if (url === undefined) return undefined;
    const plain = { url, freshUntil, namespaces };
    if (!this.#isSimple(handle, plain, askedHost)) return undefined;
    return this.#redirect(handle, plain, clock.now(), true);
  }

  #isSimple(handle: Handle, { url, namespaces }: Lead, askedHost: string): boolean {
    if (namespaces !== this.#harmless && !this.#isHarmless(handle, namespaces)) return false;
    if (url.length > MAX_URL_CHARACTERS || !SIMPLE_URL.test(url)) return false;
    const start = url.indexOf('/') + 2;
    const end = url.indexOf('/', LONGEST_SCHEME);
    const host = url.slice(start, end < 0 ? url.length : end);
    return host !== askedHost && host !== this.#ownHost && !host.includes(ENCODED_LABEL);
  }

  /** Whether the prefix has no say in where its handles lead. */
  #isHarmless(handle: Handle, namespaces: NamespaceChain): boolean {
    if (namespaces.some(({ locationHandles }) => locationHandles.length > 0)) return false;
    if (explainInactive(handle, namespaces) !== undefined) return false;
    this.#harmless = namespaces;
    return true;
  }

  #redirect(
    handle: Handle,
    { url, freshUntil }: Lead,
    now: number,
    isFirst = false,
  ): PlainAnswer | undefined {
    const { httpMaxAge, address } = this.#context;
    const secondsLeft = Math.floor((freshUntil - now) / 1000);
    const seconds = Math.min(httpMaxAge, secondsLeft);
    if (seconds <= 0) return undefined;
    const [before, between, after] = this.#parts;
    const html = url.includes('&') ? url.replaceAll('&', '&amp;') : url;
    const headers = this.#headers.slice();
    const [link, location, length, cacheControl, expires, cacheStatus] = this.#places;
    const { start } = address;
    headers[link] =
      `<${start}${handle}>; rel="cite-as", <${start}api/handles/${handle}>; rel="describedby"; type="application/json"`;
    headers[location] = url;
    headers[length] = String(this.#partsBytes + html.length * 2);
    headers[cacheControl] = `max-age=${seconds}`;
    headers[expires] = this.#dateOf(now + seconds * 1000);
    headers[cacheStatus] = isFirst ? 'hdl-edge; fwd=miss' : `hdl-edge; hit; ttl=${secondsLeft}`;
    return { status: 302, headers, body: before + html + between + html + after };
  }

  /** Nearly always the one of the last redirect: writing a date takes longer than all the rest. */
  #dateOf(milliseconds: number): string {
    const second = Math.floor(milliseconds / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#expires = new Date(milliseconds).toUTCString();
    }
    return this.#expires;
  }
}
