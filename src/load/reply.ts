/** What came of one request. */
export interface Reply {
  /** What is counted under: `302`, `handle not found`, `timeout`, … */
  readonly outcome: string;
  /** The HTTP status or the response code; undefined when no answer came. */
  readonly status?: number;
  /** The host of the Location. */
  readonly host?: string;
  /** Equal for equal answers; a number of 32 bits. */
  readonly fingerprint: number;
  /** Whether all connections were taken when it was asked for: a part of its time was spent here. */
  readonly hadToWait?: boolean;
  /** How often the question was sent, where it is not once. */
  readonly attempts?: number;
}

/** Who is asked. */
export interface Target {
  /** For reports. */
  readonly name: string;
  /** Whether the statuses are those of HTTP; otherwise they are response codes. */
  readonly isHttp: boolean;
  /** Asks for one handle. Never fails: what goes wrong is an outcome without a status. */
  ask(handle: string): Promise<Reply>;
  close(): Promise<void>;
}
