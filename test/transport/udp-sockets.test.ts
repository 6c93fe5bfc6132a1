import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/transport/endpoint.ts';
import { RequestIds } from '../../src/transport/request-ids.ts';
import type { UdpSocket } from '../../src/transport/udp-socket.ts';
import { UdpSockets } from '../../src/transport/udp-sockets.ts';
import { ManualClock } from './manual-clock.ts';

const RECEIVER = { receive: () => {}, failWith: () => {} };

let peer: Socket;
let endpoint: Endpoint;
let clock: ManualClock;
let sockets: UdpSockets;

/** The sockets of one server, whose slots come in order: 0, 1, 2, … */
function open(maxOpen?: number, slots = 64): UdpSockets {
  const ids = new RequestIds();
  let next = 0;
  ids.below = () => next++ % slots;
  sockets = new UdpSockets(clock, ids, maxOpen === undefined ? {} : { maxOpen });
  return sockets;
}

function take(server = 'a'): UdpSocket {
  const socket = sockets.take(server, endpoint);
  if (socket === undefined) throw new Error('no socket');
  return socket;
}

/** Takes a socket and gives it back. */
function use(server?: string): UdpSocket {
  const socket = take(server);
  sockets.release(socket, sockets.enter(socket, RECEIVER));
  return socket;
}

beforeEach(async () => {
  clock = new ManualClock();
  peer = createSocket('udp4').bind(0, '127.0.0.1');
  await once(peer, 'listening');
  endpoint = { protocol: 'udp', address: '127.0.0.1', port: peer.address().port };
});

afterEach(async () => {
  await sockets.close();
  await new Promise((resolve) => peer.close(() => resolve(undefined)));
});

describe('the sockets of a server', () => {
  it('are 64, opened as they are needed', () => {
    open();
    const first = use();
    expect(sockets.size).toBe(1);
    for (let i = 1; i < 64; i += 1) use();
    expect(sockets.size).toBe(64);
    const again = Array.from({ length: 64 }, () => use());
    expect(sockets.size).toBe(64);
    expect(again).toContain(first);
  });

  it('are not shared with another server', () => {
    open(undefined, 1);
    expect(use('a')).not.toBe(use('b'));
  });

  it('are picked at random', () => {
    sockets = new UdpSockets(clock, new RequestIds());
    const picked = new Set(Array.from({ length: 500 }, () => use()));
    expect(picked.size).toBeGreaterThan(50);
  });

  it('are replaced after 512 uses', () => {
    open(undefined, 1);
    const first = use();
    for (let i = 1; i < 512; i += 1) expect(use()).toBe(first);
    expect(use()).not.toBe(first);
    expect(sockets.size).toBe(1);
  });

  it('are replaced at the age of a minute, after their last exchange', () => {
    open(undefined, 1);
    const old = take();
    const id = sockets.enter(old, RECEIVER);
    clock.advance(60_000);
    expect(use()).not.toBe(old);
    expect(sockets.size).toBe(2);
    sockets.release(old, id);
    expect(sockets.size).toBe(1);
  });

  it('are closed when nothing was in flight for 15 s', () => {
    open();
    use();
    const busy = take();
    sockets.enter(busy, RECEIVER);
    clock.advance(14_999);
    sockets.sweep();
    expect(sockets.size).toBe(2);
    clock.advance(1);
    sockets.sweep();
    expect(sockets.size).toBe(1);
    expect(busy.inFlight.size).toBe(1);
  });

  it('make room for others, the longest idle first', () => {
    open(3);
    const [first, second, third] = [use(), use(), use()];
    use();
    expect(sockets.size).toBe(3);
    expect([first, second, third].map((socket) => socket.retired)).toEqual([true, false, false]);
  });

  it('are shared when no more may be opened and all are in use', () => {
    open(2);
    const busy = [take(), take()];
    for (const socket of busy) sockets.enter(socket, RECEIVER);
    expect(busy).toContain(take());
    expect(sockets.take('another', endpoint)).toBeUndefined();
    expect(sockets.size).toBe(2);
  });

  it('hold each request id once', () => {
    const ids = new RequestIds((batch) => batch.fill(7).subarray(512).fill(8));
    sockets = new UdpSockets(clock, ids);
    const socket = take();
    expect(sockets.enter(socket, RECEIVER)).toBe(7);
    expect(sockets.enter(socket, RECEIVER)).toBe(8);
  });
});
