/** The way an answer takes over a connection. */
export interface Outlet {
  /** Comes first, and says how long the answer will be. */
  begin(bytes: number): void;
  /** A part of the answer, where it does not go at once. */
  write(part: Uint8Array): void;
  /** All of the answer, or what is left of it. */
  end(rest: Uint8Array): void;
  /** Closes the connection in the middle of it. */
  breakOff(): void;
}

/** Takes a whole request, or the bytes that are none, and answers when it pleases. */
export type OnMessage = (message: Uint8Array, outlet: Outlet) => void;
