import { Reassembly, splitDatagrams } from '../../src/protocol/datagrams.ts';
import { encodeEnvelope } from '../../src/protocol/envelope.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { seedsOf } from './corpus.ts';
import type { FuzzRandom } from './fuzz-random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import type { Target } from './target.ts';

const VERSION = { major: 2, minor: 11 };
const REQUEST_ID = 0x0a0b0c0d;

/** The vectors are without their envelopes. */
const MESSAGES = seedsOf('udp-split').map((message) => {
  const envelope = encodeEnvelope({
    version: VERSION,
    suggested: VERSION,
    compressed: false,
    encrypted: false,
    truncated: false,
    sessionId: 0,
    requestId: REQUEST_ID,
    sequenceNumber: 0,
    messageLength: message.length,
  });
  return new Uint8Array(Buffer.concat([envelope, message]));
});

/** Datagrams of one message in disorder, some changed, some twice, some missing. */
function drawDatagrams(random: FuzzRandom): Uint8Array[] {
  const datagrams = splitDatagrams(random.pick(MESSAGES), { truncated: random.once(2) });
  const arriving: Uint8Array[] = [];
  for (let count = random.below(2 * datagrams.length + 1); count >= 0; count -= 1) {
    const datagram = random.pick(datagrams);
    arriving.push(random.once(3) ? mutateBytes(random, datagram, MESSAGES) : datagram);
  }
  return arriving;
}

export const reassemblyTarget: Target = {
  name: 'reassembly',
  weight: 4,
  draw: drawDatagrams,
  /** Goes on after misfits, as a socket would, and reports the first at the end. */
  run(input) {
    const reassembly = new Reassembly();
    let refused: ProtocolError | undefined;
    for (const datagram of input as readonly Uint8Array[]) {
      try {
        reassembly.add(datagram);
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error;
        refused ??= error;
      }
    }
    if (refused !== undefined) throw refused;
    return undefined;
  },
};
