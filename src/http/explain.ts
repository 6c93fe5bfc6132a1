import { type Handle, prefixOf } from '../handle/handle.ts';
import { ResponseCode, responseCodeName } from '../protocol/response-code.ts';
import { contactAdvice } from './explain-prefix.ts';
import { type Failure, statusOf } from './outcome.ts';

/** What an error page says. */
export interface Explanation {
  readonly status: number;
  readonly title: string;
  readonly what: string;
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
  readonly text: string;
  /** A handle to try instead; the page links it behind the text. */
  readonly handle?: Handle;
}

const CHECK: Advice = {
  text: 'Compare the handle with where you found it, character by character: links break when they are copied across lines, and 0 and O, 1 and l look alike.',
};
const TELL_AUTHOR: Advice = {
  text: 'If you followed a link, tell whoever published it that it does not work.',
};
const LATER: Advice = { text: 'Try again in a minute or two.' };
const TELL_OPERATOR: Advice = {
  text: 'If this goes on, tell whoever looks after the handles of this prefix.',
};

/** Explains why a handle could not be resolved. */
export function explainFailure(failure: Failure): Explanation {
  const { handle } = failure;
  const known = { status: statusOf(failure), handle, detail: detailOf(failure) };
  const names = 'aliases' in failure && failure.aliases.length > 0 ? failure.aliases : undefined;
  const about = names === undefined ? known : { ...known, aliases: names };
  switch (failure.outcome) {
    case 'handle-not-found':
      return { ...about, ...notFound(handle, contactAdvice(failure.namespaces)) };
    case 'prefix-not-found':
      return {
        ...about,
        title: 'Unknown prefix',
        what: `Nobody has registered the prefix ${prefixOf(handle)}, so there is no server to ask for this handle.`,
        advice: [...repairs(handle), CHECK, TELL_AUTHOR],
      };
    case 'values-not-found':
      return {
        ...about,
        title: 'Nothing to show',
        what: 'This handle exists, but it has no public values of the kind that was asked for.',
        advice: [{ text: 'See everything that is public:', handle }],
      };
    case 'alias-loop':
      return {
        ...about,
        title: 'Alias loop',
        what: 'This handle is another name for a handle that leads back to it, so there is no end to follow.',
        advice: [TELL_AUTHOR],
      };
    case 'alias-chain-too-long':
      return {
        ...about,
        title: 'Too many aliases',
        what: 'This handle is another name for a handle that is another name, and so on, more often than is sensible.',
        advice: [TELL_AUTHOR],
      };
    case 'alias-dangling':
      return {
        ...about,
        title: 'The alias leads nowhere',
        what: 'The handle you asked for is another name for this one, which does not exist.',
        advice: [TELL_AUTHOR],
      };
    case 'restricted':
      return {
        ...about,
        title: 'Not public',
        what: 'What you asked for can be read by the administrators of this handle only, not through this page.',
        advice: [{ text: 'See what is public:', handle }],
      };
    case 'timeout':
    case 'unreachable':
      return {
        ...about,
        title: 'The server does not answer',
        what: 'The servers that look after this handle cannot be reached at the moment. The handle may be perfectly all right.',
        advice: [LATER, ...repairs(handle), TELL_OPERATOR],
      };
    case 'busy':
      return {
        ...about,
        title: 'The server is busy',
        what: 'The server that looks after this handle is too busy or under maintenance.',
        advice: [LATER, ...repairs(handle), TELL_OPERATOR],
      };
    case 'bad-answer':
    case 'bad-signature':
    case 'service-loop':
    case 'referral-loop':
    case 'too-many-exchanges':
      return {
        ...about,
        title: 'The server gave no usable answer',
        what:
          failure.outcome === 'bad-signature'
            ? 'The answer about this handle is not signed as it must be, so it is not used.'
            : 'The servers that look after this handle answered in a way that cannot be used.',
        advice: [LATER, ...repairs(handle), TELL_OPERATOR],
      };
  }
}

function notFound(
  handle: Handle,
  contact: readonly Advice[],
): Pick<Explanation, 'title' | 'what' | 'advice'> {
  if (!handle.includes('/')) {
    return {
      title: 'That is no handle',
      what: 'A handle has two parts with a slash between them, such as 20.1000/100. There is none of this name.',
      advice: [CHECK],
    };
  }
  return {
    title: 'No such handle',
    what: 'The server that looks after this prefix does not know this handle.',
    advice: [...repairs(handle), CHECK, TELL_AUTHOR, ...contact],
  };
}

/** Handles this one may have been meant for: what people paste often has too much at its end. */
function repairs(handle: Handle): readonly Advice[] {
  if (/[^/]\/$/.test(handle)) {
    return [{ text: 'Try it without the slash at the end:', handle: handle.slice(0, -1) }];
  }
  if (handle.endsWith(')') && handle.includes('(')) return [];
  const clean = handle.replace(/[.,;:!)\]}>'"’”]$/, '');
  return clean === handle || clean.endsWith('/')
    ? []
    : [{ text: 'Try it without the punctuation at the end:', handle: clean }];
}

/** What the handle protocol said, where that is more than the page says already. */
function detailOf(failure: Failure): string {
  const code = 'responseCode' in failure ? failure.responseCode : undefined;
  const said = code === undefined ? '' : `response code ${code} (${responseCodeName(code)})`;
  if (code === ResponseCode.handleNotFound || code === ResponseCode.valuesNotFound) return said;
  return [said, failure.message].filter((part) => part !== '').join(': ');
}
