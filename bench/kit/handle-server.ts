/** Where a handle server answers. */
export interface Ports {
  readonly udp: number;
  readonly tcp: number;
}

/** What a server of `bench/children/handle-server.ts` is told to begin with. */
export interface HandleServerInput {
  /** TTLs in seconds; the handle with number N has that at N modulo their count. @default a day */
  readonly ttls?: readonly number[];
  /** How long answers take, in milliseconds, by number as well. @default none */
  readonly delays?: readonly number[];
  /** The sites that serve every prefix, the primary first. @default itself */
  readonly sites?: readonly Ports[];
}

/** What goes wrong from now on. */
export interface Fault {
  /** Of the datagrams, each way and each for itself; TCP, which sends again by itself, loses none. */
  readonly lossShare?: number;
  /** Before each answer, in milliseconds. */
  readonly delayMs?: number;
  /** It takes what comes and never answers. */
  readonly isSilent?: boolean;
}
