/** An answer as node:http takes it: names and values of headers in turn. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: readonly string[];
  /** Bytes are in the coding that the headers name. */
  readonly body: string | Uint8Array;
}
