/** An answer as node:http takes it: names and values of headers in turn. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}
