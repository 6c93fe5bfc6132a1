import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { Outbox, type Sender } from '../../src/transport/outbox.ts';

let sent: string[];
let outbox: Outbox;

beforeEach(() => {
  sent = [];
  outbox = new Outbox();
});

function senderCalled(name: string): Sender {
  return {
    sendNow: (datagrams) =>
      void sent.push(...datagrams.map((datagram) => `${name} ${String(datagram)}`)),
  };
}

describe('an outbox', () => {
  it('sends all that one turn of the event loop brings forth when it ends, in its order', async () => {
    const [a, b] = [senderCalled('a'), senderCalled('b')];
    outbox.add(a, [Uint8Array.of(1), Uint8Array.of(2)]);
    await Promise.resolve();
    outbox.add(b, [Uint8Array.of(3)]);
    outbox.add(a, [Uint8Array.of(4)]);
    expect(sent).toEqual([]);
    await turn();
    expect(sent).toEqual(['a 1', 'a 2', 'b 3', 'a 4']);
  });

  it('sends what comes while it sends with the next turn', async () => {
    const last = senderCalled('last');
    outbox.add({ sendNow: () => outbox.add(last, [Uint8Array.of(1)]) }, []);
    await turn();
    expect(sent).toEqual([]);
    await turn();
    expect(sent).toEqual(['last 1']);
  });
});
