import type { FuzzRandom } from './fuzz-random.ts';

/** What a target is given: bytes, a JSON text, or several pieces of bytes. */
export type FuzzInput = Uint8Array | string | readonly Uint8Array[];

/** A decoder to be fuzzed. */
export interface Target {
  readonly name: string;
  /** How often it is drawn, relative to the others. */
  readonly weight: number;
  draw(random: FuzzRandom): FuzzInput;
  /**
   * Decodes the input and writes the result back where that is possible. What it writes has to
   * come out the same when it is given back in as input; undefined makes no such promise.
   *
   * @throws ProtocolError for bad input; anything else is a crash
   */
  run(input: FuzzInput, progress: Progress): FuzzInput | undefined;
}

/** How far decoding came. */
export interface Progress {
  /** The envelope and the header of a message were fine and its body is being read. */
  pastHeader(): void;
}
