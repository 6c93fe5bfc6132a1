import { responseCodeName } from '../protocol/response-code.ts';
import type { FailureOutcome, Resolution, UpstreamFailure } from '../resolver/resolution.ts';
import type { TrustReport } from '../resolver/trust/trust-report.ts';

/** How `hdl-edge resolve` ends. */
export interface Ending {
  /** 0 found, 1 not found, 2 could not tell. */
  readonly exitStatus: 0 | 1 | 2;
  /** One line that says which it is and what to try; undefined where nothing needs explaining. */
  readonly explanation?: string;
}

/**
 * What a resolution means to somebody at a terminal.
 *
 * @param trust what was found out about the signatures of the record, when that was to be checked
 */
export function endingOf(resolution: Resolution, trust?: TrustReport): Ending {
  const { handle } = resolution;
  switch (resolution.outcome) {
    case 'found':
      if (trust === undefined || trust.verdict === 'trusted') return { exitStatus: 0 };
      return unknown(`not to be trusted: ${trust.verdict}. ${trust.why}`);
    case 'handle-not-found':
      return notFound(`${handle} does not exist. Its prefix does: check the part after the slash.`);
    case 'values-not-found':
      return notFound(
        `${handle} exists but has no values of this kind. Try without --type and --index.`,
      );
    case 'prefix-not-found':
      return notFound(
        `prefix ${resolution.prefix} is unknown to the registry. Check it, or name another registry with --bootstrap.`,
      );
    case 'alias-dangling':
      return notFound(
        `${chain(resolution.aliases)} stands for ${handle}, which does not exist. Try --ignore-aliases to see the alias itself.`,
      );
    case 'alias-loop':
      return unknown(
        `alias loop: ${chain([...resolution.aliases, handle])}. Try --ignore-aliases to see the alias itself.`,
      );
    case 'alias-chain-too-long':
      return unknown(
        `alias chain too long: ${resolution.aliases.length} aliases in a row. Try --ignore-aliases to see the first.`,
      );
    case 'restricted':
      return unknown(
        `restricted: only an administrator may read these values of ${handle}. Try without --type and --index for the public ones.`,
      );
    default:
      return unknown(`${FAILURES[resolution.outcome]} (${describe(resolution)})`);
  }
}

const FAILURES: Readonly<Record<FailureOutcome, string>> = {
  timeout: 'time-out: no answer within the deadline. Try again, or --trace to see who was asked',
  unreachable:
    'unreachable: no server of this handle could be asked. Try --trace to see who was tried, and check --upstream-protocols and --allow-private-upstreams',
  busy: 'busy: the server asks to come back later',
  'bad-answer':
    'bad answer: the server said something that cannot be used. Try --trace to see what',
  'bad-signature':
    'bad signature: an answer is not signed by the keys that lead back to the bootstrap. Try --trace to see whose; --trust off does without signatures',
  'service-loop':
    'HS_SERV loop: the services of this prefix refer to each other. Its administrator must mend them',
  'referral-loop':
    'referral loop: the servers refer to each other. Their administrators must mend them',
  'too-many-exchanges':
    'too many exchanges: the way to this handle is longer than is allowed. Try --trace to see it',
};

function describe(failure: UpstreamFailure): string {
  const code = failure.responseCode;
  const wait = failure.retryAfterSeconds;
  return [
    failure.message,
    ...(code === undefined ? [] : [`response code ${code}, ${responseCodeName(code)}`]),
    ...(wait === undefined ? [] : [`after ${wait} s`]),
  ].join('; ');
}

function chain(handles: readonly string[]): string {
  return handles.join(' → ');
}

const notFound = (explanation: string): Ending => ({ exitStatus: 1, explanation });
const unknown = (explanation: string): Ending => ({ exitStatus: 2, explanation });
