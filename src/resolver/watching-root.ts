import { ResponseCode } from '../protocol/response-code.ts';
import type { Answer } from '../transport/answer.ts';
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
    exchange(endpoint, question, limits) {
      const asked = transport.exchange(endpoint, question, limits);
      const { serverKey } = question;
      if (serverKey === undefined || !registry.isOwnKey(serverKey)) return asked;
      return asked.then((answer) => {
        if (tellsNewer(question, answer)) onNewer();
        return answer;
      });
    },
    close: () => transport.close(),
  };
}

function tellsNewer({ siteSerial: ours }: Question, { response }: Answer): boolean {
  if (response.responseCode === ResponseCode.outOfDateSiteInfo) return true;
  const { siteSerial: theirs } = response.header;
  return ours !== UNKNOWN_SERIAL && theirs !== UNKNOWN_SERIAL && theirs > ours;
}
