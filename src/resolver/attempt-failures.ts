import { ResponseCode, responseCodeName } from '../protocol/response-code.ts';
import type { TransportError } from '../transport/errors.ts';
import { type Failure, failure } from './failure.ts';
import { BUSY_RETRY_SECONDS } from './limits.ts';
import type { FailureOutcome } from './resolution.ts';

interface AttemptFailure {
  readonly outcome: FailureOutcome;
  readonly text: string;
  readonly responseCode?: number;
}

/** Which failure says most about a service, the one that says most first. */
const BY_WEIGHT: readonly FailureOutcome[] = [
  'bad-signature',
  'busy',
  'bad-answer',
  'timeout',
  'unreachable',
];

/** How many attempts a message tells of; the trace has them all. */
const TOLD_ATTEMPTS = 3;

/** What went wrong with the servers of one service, one after the other. */
export class AttemptFailures {
  readonly #attempts: AttemptFailure[] = [];
  #wrongService = false;

  /** A server answered with a code that another server may not. */
  answered(who: string, responseCode: number): void {
    const busy =
      responseCode === ResponseCode.serverTooBusy || responseCode === ResponseCode.serverBackup;
    if (
      responseCode === ResponseCode.serverNotResponsible ||
      responseCode === ResponseCode.outOfDateSiteInfo
    ) {
      this.#wrongService = true;
    }
    this.#attempts.push({
      outcome: busy ? 'busy' : 'bad-answer',
      text: `${who} answered "${responseCodeName(responseCode)}" (code ${responseCode})`,
      responseCode,
    });
  }

  /** There was no usable answer. */
  failed(who: string, error: TransportError): void {
    this.#attempts.push({ outcome: outcomeOf(error.code), text: `${who}: ${error.message}` });
  }

  /** A signature was asked for that cannot be verified, for want of a key or of a signature. */
  unverifiable(text: string): void {
    this.#attempts.push({ outcome: 'bad-signature', text });
  }

  /** All in one, when nothing is left to try. */
  summary(service: string): Failure {
    const outcome = BY_WEIGHT.find((weight) =>
      this.#attempts.some((attempt) => attempt.outcome === weight),
    );
    if (outcome === undefined) {
      return failure('unreachable', `${service} has no server that can be asked`);
    }
    const telling = this.#attempts.filter((attempt) => attempt.outcome === outcome);
    const responseCode = telling.find((attempt) => attempt.responseCode)?.responseCode;
    return failure(outcome, `${service}: ${tell(telling)}${adviceOn(outcome)}`, {
      ...(responseCode !== undefined && { responseCode }),
      ...(outcome === 'busy' && { retryAfterSeconds: BUSY_RETRY_SECONDS }),
      ...(this.#wrongService && { wrongService: true }),
    });
  }
}

function outcomeOf(code: TransportError['code']): FailureOutcome {
  switch (code) {
    case 'timeout':
      return 'timeout';
    case 'refused':
    case 'unreachable':
    case 'closed':
    case 'aborted':
    case 'forbidden-address':
      return 'unreachable';
    case 'bad-signature':
    case 'bad-digest':
      return 'bad-signature';
    default:
      return 'bad-answer';
  }
}

function tell(attempts: readonly AttemptFailure[]): string {
  const texts = [...new Set(attempts.map(({ text }) => text))];
  const more = texts.length - TOLD_ATTEMPTS;
  return texts.slice(0, TOLD_ATTEMPTS).join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function adviceOn(outcome: FailureOutcome): string {
  if (outcome !== 'bad-signature') return '';
  return ' (the setting "trust" decides which answers must be signed)';
}
