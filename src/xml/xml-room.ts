import { MAX_XML_ASSIGNMENTS, MAX_XML_TAGS } from './limits.ts';

/**
 * How much XML may still be read. The values of one record share it: a message can hold hundreds, and
 * it is their sum that somebody waits for.
 */
export class XmlRoom {
  #tags = MAX_XML_TAGS;
  #assignments = MAX_XML_ASSIGNMENTS;
  #refusals = 0;

  /** How often something did not fit; what it is refused for may fit elsewhere. */
  get refusals(): number {
    return this.#refusals;
  }

  /** @returns whether the text fits; one that does not takes nothing */
  take(text: string): boolean {
    const tags = countUpTo(text, '<', this.#tags + 1);
    const assignments = countUpTo(text, '=', this.#assignments + 1);
    if (tags > this.#tags || assignments > this.#assignments) {
      this.#refusals += 1;
      return false;
    }
    this.#tags -= tags;
    this.#assignments -= assignments;
    return true;
  }
}

function countUpTo(text: string, sign: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0 && count < most; at = text.indexOf(sign, at + 1)) {
    count += 1;
  }
  return count;
}
