/** Numbers of handles that nobody has asked for in this process. */
export class FreshHandles {
  #next = 0;

  take(count: number): { readonly first: number; readonly count: number } {
    const first = this.#next;
    this.#next += count;
    return { first, count };
  }
}
