import { type Kind, yesOrNo } from '../config/kind.ts';

/** A flag that makes sense on the command line only, and so has no variable and no file member. */
export interface Option {
  readonly kind: Kind<unknown>;
  readonly description: string;
}

export interface Command {
  /** The usage line after the command's name. */
  readonly operands: string;
  readonly operandCount: number;
  readonly summary: string;
  /** What it is, for somebody who has never seen it; paragraphs. */
  readonly explanation: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly (readonly [command: string, effect: string])[];
  readonly exitStatuses: readonly (readonly [status: number, meaning: string])[];
  /** The exit status of wrong usage. */
  readonly wrongUsage: number;
  /** The exit status when it fails in a way that nobody foresaw. */
  readonly failure: number;
}

/** A flag that says yes when it is there. */
export function switchOption(description: string): Option {
  return { kind: yesOrNo, description };
}
