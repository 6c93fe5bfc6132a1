import { ResponseCode } from '../protocol/response-code.ts';
import type { Answer } from '../transport/answer.ts';
import { TransportError } from '../transport/errors.ts';
import type { Asker } from '../transport/pending.ts';
import type { Question } from '../transport/question.ts';
import type { Transport } from '../transport/transport.ts';
import type { Registry } from './registry.ts';

/** The serial number of a site record that nobody has. */
const UNKNOWN_SERIAL = 0xffff;

/**
 * The same transport, with an ear for root servers that have newer site records than those in use:
 * they say so by code 300, or by a higher serial number in any answer.
 */
export function watchingRoot(
  transport: Transport,
  registry: Registry,
  onNewer: () => void,
): Transport {
  return {
    exchange: (endpoint, question, limits) => transport.exchange(endpoint, question, limits),
    ask(endpoint, question, asker) {
      const { serverKey } = question;
      const isRoot = serverKey !== undefined && registry.isOwnKey(serverKey);
      transport.ask(endpoint, question, isRoot ? listening(question, asker, onNewer) : asker);
    },
    close: () => transport.close(),
  };
}

function listening(question: Question, asker: Asker, onNewer: () => void): Asker {
  const { signal, timeoutMs } = asker;
  return {
    signal,
    timeoutMs,
    onLarge: () => asker.onLarge?.(),
    onEnd(outcome) {
      if (!(outcome instanceof TransportError) && tellsNewer(question, outcome)) onNewer();
      asker.onEnd(outcome);
    },
  };
}

function tellsNewer({ siteSerial: ours }: Question, { response }: Answer): boolean {
  if (response.responseCode === ResponseCode.outOfDateSiteInfo) return true;
  const { siteSerial: theirs } = response.header;
  return ours !== UNKNOWN_SERIAL && theirs !== UNKNOWN_SERIAL && theirs > ours;
}
