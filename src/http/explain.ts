import { type Handle, prefixOf } from '../handle/handle.ts';
import { ResponseCode, responseCodeName } from '../protocol/response-code.ts';
import { contactAdvice } from './explain-prefix.ts';
import type { Message, Parameters } from './language.ts';
import { type Failure, statusOf } from './outcome.ts';

/** What an error page says. */
export interface Explanation {
  readonly status: number;
  readonly title: Message;
  readonly what: Message;
  /** The handle it is about. */
  readonly handle?: Handle;
  /** The other names that led to it, the first asked for. */
  readonly aliases?: readonly Handle[];
  /** What the visitor can try, best first. */
  readonly advice: readonly Advice[];
  /** For those who run things: what the handle protocol said. */
  readonly detail?: string;
}

export interface Advice {
  readonly text: Message;
  /** A handle to try instead; the page links it behind the text. */
  readonly handle?: Handle;
}

const CHECK: Advice = { text: { key: 'advice.check' } };
const TELL_AUTHOR: Advice = { text: { key: 'advice.tellAuthor' } };
const LATER: Advice = { text: { key: 'advice.later' } };
const TELL_OPERATOR: Advice = { text: { key: 'advice.tellOperator' } };

/** Explains why a handle could not be resolved. */
export function explainFailure(failure: Failure): Explanation {
  const { handle } = failure;
  const known = { status: statusOf(failure), handle, detail: detailOf(failure) };
  const names = 'aliases' in failure && failure.aliases.length > 0 ? failure.aliases : undefined;
  return { ...known, ...(names !== undefined && { aliases: names }), ...wordsFor(failure) };
}

type Words = Pick<Explanation, 'title' | 'what' | 'advice'>;

function words(name: string, advice: readonly Advice[], parameters?: Parameters): Words {
  return {
    title: { key: `${name}.title` },
    what: { key: `${name}.what`, ...(parameters !== undefined && { parameters }) },
    advice,
  };
}

function wordsFor(failure: Failure): Words {
  const { handle } = failure;
  const patience = [LATER, ...repairs(handle), TELL_OPERATOR];
  switch (failure.outcome) {
    case 'handle-not-found':
      return notFound(handle, contactAdvice(failure.namespaces));
    case 'prefix-not-found':
      return words(
        'prefixNotFound',
        [...repairs(handle), CHECK, TELL_AUTHOR, ...contactAdvice(failure.namespaces)],
        { prefix: prefixOf(handle) },
      );
    case 'values-not-found':
      return words('valuesNotFound', [{ text: { key: 'advice.everything' }, handle }]);
    case 'alias-loop':
      return words('aliasLoop', [TELL_AUTHOR]);
    case 'alias-chain-too-long':
      return words('aliasChain', [TELL_AUTHOR]);
    case 'alias-dangling':
      return words('aliasDangling', [TELL_AUTHOR]);
    case 'restricted':
      return words('restricted', [{ text: { key: 'advice.public' }, handle }]);
    case 'timeout':
    case 'unreachable':
      return words('unreachable', patience);
    case 'busy':
      return words('busy', patience);
    case 'bad-signature':
      return { ...words('badAnswer', patience), what: { key: 'badSignature.what' } };
    case 'bad-answer':
    case 'service-loop':
    case 'referral-loop':
    case 'too-many-exchanges':
      return words('badAnswer', patience);
  }
}

function notFound(handle: Handle, contact: readonly Advice[]): Words {
  if (!handle.includes('/')) {
    return { ...words('noHandle', [CHECK]), what: { key: 'noSuchName.what' } };
  }
  return words('notFound', [...repairs(handle), CHECK, TELL_AUTHOR, ...contact]);
}

/** Whether what is said of a missing handle says of it no more than its name. */
export function isOrdinary(handle: Handle): boolean {
  return handle.includes('/') && repairs(handle).length === 0;
}

/** Handles this one may have been meant for: what people paste often has too much at its end. */
function repairs(handle: Handle): readonly Advice[] {
  if (/[^/]\/$/.test(handle)) {
    return [{ text: { key: 'advice.withoutSlash' }, handle: handle.slice(0, -1) }];
  }
  if (handle.endsWith(')') && handle.includes('(')) return [];
  const clean = handle.replace(/[.,;:!)\]}>'"’”]$/, '');
  return clean === handle || clean.endsWith('/')
    ? []
    : [{ text: { key: 'advice.withoutPunctuation' }, handle: clean }];
}

/** What the handle protocol said, where that is more than the page says already. */
function detailOf(failure: Failure): string {
  const code = 'responseCode' in failure ? failure.responseCode : undefined;
  const said = code === undefined ? '' : `response code ${code} (${responseCodeName(code)})`;
  if (code === ResponseCode.handleNotFound || code === ResponseCode.valuesNotFound) return said;
  return [said, failure.message].filter((part) => part !== '').join(': ');
}
