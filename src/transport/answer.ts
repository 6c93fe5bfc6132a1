import type { Response } from '../protocol/response.ts';
import type { KeyKind } from '../protocol/signature.ts';

/** What came of an exchange that went well; the response code may still be any. */
export interface Answer {
  readonly response: Response;
  /** From the beginning of the exchange to its end. */
  readonly milliseconds: number;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** Size of the answer, envelope included. */
  readonly bytes: number;
  /** The digest of the signature that was verified, when one was asked for. */
  readonly verified?: 'SHA-256' | 'SHA-1';
  /** The kind of key that made it. */
  readonly verifiedBy?: KeyKind;
}
