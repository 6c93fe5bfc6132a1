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
  it('sends at once what comes alone', async () => {
    const a = senderCalled('a');
    outbox.add(a, [Uint8Array.of(1), Uint8Array.of(2)]);
    expect(sent).toEqual(['a 1', 'a 2']);
    await turn();
    outbox.add(a, [Uint8Array.of(3)]);
    expect(sent).toEqual(['a 1', 'a 2', 'a 3']);
  });

  it('sends what else comes in that turn of the event loop when it ends, in its order', async () => {
    const [a, b] = [senderCalled('a'), senderCalled('b')];
    outbox.add(a, [Uint8Array.of(1)]);
    await Promise.resolve();
    outbox.add(b, [Uint8Array.of(2), Uint8Array.of(3)]);
    outbox.add(a, [Uint8Array.of(4)]);
    expect(sent).toEqual(['a 1']);
    await turn();
    expect(sent).toEqual(['a 1', 'b 2', 'b 3', 'a 4']);
  });

  it('goes on so until a turn brings nothing', async () => {
    const a = senderCalled('a');
    for (const n of [1, 2]) outbox.add(a, [Uint8Array.of(n)]);
    await turn();
    outbox.add(a, [Uint8Array.of(3)]);
    expect(sent).toEqual(['a 1', 'a 2']);
    await turn();
    expect(sent).toEqual(['a 1', 'a 2', 'a 3']);
    await turn();
    outbox.add(a, [Uint8Array.of(4)]);
    expect(sent).toEqual(['a 1', 'a 2', 'a 3', 'a 4']);
  });

  it('sends what comes while it sends with the next turn', async () => {
    const last = senderCalled('last');
    const relay = { sendNow: () => outbox.add(last, [Uint8Array.of(1)]) };
    outbox.add(relay, []);
    outbox.add(relay, []);
    expect(sent).toEqual([]);
    await turn();
    expect(sent).toEqual(['last 1']);
    await turn();
    expect(sent).toEqual(['last 1', 'last 1']);
  });
});
