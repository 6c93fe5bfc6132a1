/** What a response carries, before it is fitted to what the client has and can read. */
export interface Representation {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** On the response itself: its body could only be had back as a stream, at ten times the cost. */
const REPRESENTATION = Symbol('representation');

export function keepRepresentation(response: Response, representation: Representation): void {
  (response as { [REPRESENTATION]?: Representation })[REPRESENTATION] = representation;
}

/** undefined for what is sent as it is: redirects, and answers without a body. */
export function representationOf(response: Response): Representation | undefined {
  return (response as { [REPRESENTATION]?: Representation })[REPRESENTATION];
}
