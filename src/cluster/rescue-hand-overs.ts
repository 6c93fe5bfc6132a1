import type { Worker } from 'node:cluster';

/** What node:cluster and its workers say to each other about connections, as far as it matters here. */
interface HandOver {
  readonly cmd: 'NODE_CLUSTER';
  readonly act: 'newconn';
  readonly seq: number;
}

interface Acknowledgement {
  readonly cmd: 'NODE_CLUSTER';
  /** Of the hand-over. */
  readonly ack: number;
  readonly accepted: boolean;
}

const INTERNAL = 'NODE_CLUSTER';

/**
 * Gives the connection that is just being handed to a worker to another one when the worker is killed
 * before it has taken it. node:cluster waits for the answer for ever, and so would the visitor. A worker
 * answers before it reads, so nothing of the connection has been read when there is no answer; to
 * node:cluster it is as if the dead had said no, as workers do that are about to end.
 *
 * These messages are not documented, but the same in Node 20, 22 and 24. Where they are others, this
 * does nothing.
 */
export function rescueHandOvers({ process: child }: Pick<Worker, 'process'>): void {
  const unanswered = new Set<number>();
  const send = child.send;
  child.send = (message: unknown, ...others: unknown[]) => {
    if (isHandOver(message)) unanswered.add(message.seq);
    return Reflect.apply(send, child, [message, ...others]);
  };
  child.on('internalMessage', (message: unknown) => {
    if (isAcknowledgement(message)) unanswered.delete(message.ack);
  });
  const rescue = () => {
    for (const ack of unanswered) {
      const no: Acknowledgement = { cmd: INTERNAL, ack, accepted: false };
      child.emit('internalMessage', no);
    }
  };
  child.once('exit', () => {
    // While the line is open, there may be answers in it.
    if (child.connected) child.once('disconnect', rescue);
    else rescue();
  });
}

function isHandOver(message: unknown): message is HandOver {
  const { cmd, act, seq } = (message ?? {}) as Partial<HandOver>;
  return cmd === INTERNAL && act === 'newconn' && typeof seq === 'number';
}

function isAcknowledgement(message: unknown): message is Acknowledgement {
  const { cmd, ack } = (message ?? {}) as Partial<Acknowledgement>;
  return cmd === INTERNAL && typeof ack === 'number';
}
