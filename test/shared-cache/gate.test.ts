import { describe, expect, it } from 'vitest';
import { Gate } from '../../src/shared-cache/gate.ts';
import type { RedisLink } from '../../src/shared-cache/redis-link.ts';
import { systemClock } from '../../src/system.ts';
import { turns, VirtualClock } from '../resolver/kit/virtual-clock.ts';

const PATIENCE_MS = 100;

/** A way to a Redis that says nothing unless it is told to. */
function silentRedis() {
  const clock = new VirtualClock();
  const pings: (() => void)[] = [];
  let ready = () => {};
  let reconnects = 0;
  const commands = {
    isReady: true,
    on: (_: 'ready', listener: () => void) => {
      ready = listener;
    },
    ping: () =>
      new Promise<void>((resolve) => {
        pings.push(resolve);
      }),
  };
  const reconnect = () => {
    reconnects += 1;
  };
  const link = { commands, reconnect } as unknown as RedisLink;
  const gate = new Gate({ link, clock, observer: {}, patienceMs: PATIENCE_MS });
  return {
    clock,
    gate,
    pings,
    ready: () => ready(),
    reconnects: () => reconnects,
    /** @returns whether it was asked */
    async isAsked() {
      let asked = false;
      const command = async () => {
        asked = true;
      };
      await gate.ask(command, () => true);
      return asked;
    },
    /** Nobody answers. */
    async askInVain() {
      await clock.run(
        gate.ask(
          () => new Promise(() => {}),
          () => true,
        ),
      );
    },
  };
}

describe('the way to Redis', () => {
  it('is passed by after one wait in vain, but for what nobody waits for', async () => {
    const { gate, askInVain, isAsked } = silentRedis();
    await askInVain();
    expect(await isAsked()).toBe(false);
    await gate.order('store', async () => {});
    expect(gate.statistics).toMatchObject({ errors: 1, passedBy: 1, stored: 1 });
  });

  it('is taken again when the probe that goes out at once is answered', async () => {
    const { pings, askInVain, isAsked } = silentRedis();
    await askInVain();
    pings[0]?.();
    await turns();
    expect(await isAsked()).toBe(true);
  });

  it('is probed anew at once when an answer comes late, and taken again when that one is in time', async () => {
    const { clock, pings, askInVain, isAsked } = silentRedis();
    await askInVain();
    await clock.pass(PATIENCE_MS);
    pings[0]?.();
    await turns();
    expect([pings.length, await isAsked()]).toEqual([2, false]);
    pings[1]?.();
    await turns();
    expect(await isAsked()).toBe(true);
  });

  it('is probed at once when it has been made anew', async () => {
    const { clock, pings, ready, askInVain } = silentRedis();
    await askInVain();
    await clock.pass(PATIENCE_MS);
    ready();
    expect(pings.length).toBe(2);
  });

  it('is made anew when probes are not answered at all, and not when they are late', async () => {
    const silent = silentRedis();
    await silent.askInVain();
    await silent.clock.pass(2_000);
    expect(silent.reconnects()).toBe(1);

    const late = silentRedis();
    await late.askInVain();
    for (let n = 0; n < 20; n += 1) {
      await late.clock.pass(PATIENCE_MS);
      late.pings.at(-1)?.();
      await turns();
    }
    expect(late.reconnects()).toBe(0);
    expect(await late.isAsked()).toBe(false);
  });
});

describe('the clock of the system', () => {
  it('calls after no time once sockets have been looked at, however late its timers are', async () => {
    const calls: string[] = [];
    await new Promise<void>((resolve) => {
      systemClock.after(1, () => {
        systemClock.after(0, () => calls.push('after none'));
        setImmediate(() => {
          calls.push('after the sockets');
          resolve();
        });
      });
    });
    expect(calls).toEqual(['after none', 'after the sockets']);
  });

  it('does not call what has been cancelled', async () => {
    const calls: string[] = [];
    systemClock.after(0, () => calls.push('cancelled'))();
    await turns();
    expect(calls).toEqual([]);
  });
});
