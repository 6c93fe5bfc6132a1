/** What is known about who follows a link, and how the link was written. */
export interface Visitor {
  /** `name:value` or `name`, as the request's `locatt` parameters give them, in order. */
  readonly locatt: readonly string[];
  /** The same from parameters that an operator has set up as shortcuts. */
  readonly shortcuts: readonly string[];
  /** Whether the request says `action=metadata`. */
  readonly metadata: boolean;
  /** Headers as they came; several of a name joined with commas. */
  readonly accept: string | undefined;
  readonly acceptLanguage: string | undefined;
  readonly userAgent: string | undefined;
  /** A literal address, behind trusted proxies. */
  readonly address: string | undefined;
  /** Two letters in any case; asked for only when a location depends on it. */
  country(): string | undefined;
}

/** A visitor of whom nothing is known. */
export const UNKNOWN_VISITOR: Visitor = {
  locatt: [],
  shortcuts: [],
  metadata: false,
  accept: undefined,
  acceptLanguage: undefined,
  userAgent: undefined,
  address: undefined,
  country: () => undefined,
};
