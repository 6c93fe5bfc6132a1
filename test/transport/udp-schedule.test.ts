import { describe, expect, it } from 'vitest';
import { splitDatagrams } from '../../src/protocol/datagrams.ts';
import { answerTo, manyValues } from './answers.ts';
import { ManualClock } from './manual-clock.ts';
import {
  ask,
  closeAfterEach,
  codeOf,
  errorOf,
  eventually,
  openServer,
  openTransport,
  QUESTION,
} from './setting.ts';

closeAfterEach();

const THREE = { values: manyValues(5, 200) };

/** A path on which nothing happens but what the clock says. */
async function open(script: Parameters<typeof openServer>[1]) {
  const clock = new ManualClock();
  const server = await openServer('udp', script);
  return { clock, server, transport: openTransport({ clock }) };
}

/** Answers arrive while the clock stands, so each of these teaches a round-trip time of 0 ms. */
async function learn(
  { server, transport }: Pick<Awaited<ReturnType<typeof open>>, 'server' | 'transport'>,
  exchanges = 1,
): Promise<void> {
  for (let i = 0; i < exchanges; i += 1) await ask(transport, server.endpoint);
}

describe('the schedule of an exchange over UDP', () => {
  it('waits 376 ms for an unknown server, then longer, up to 400 ms', async () => {
    const { clock, server, transport } = await open(() => {});
    const exchange = codeOf(ask(transport, server.endpoint, QUESTION, { timeoutMs: 5_000 }));
    for (const [sent, wait] of [376, 400, 400, 400].entries()) {
      await server.arrived(sent + 1);
      expect(clock.timers).toEqual([wait]);
      clock.advance(wait);
    }
    clock.advance(5_000);
    expect(await exchange).toBe('timeout');
    expect(new Set(server.arrivals.map(({ request }) => request.requestId)).size).toBe(1);
  });

  it('listens before it repeats a request when the process was too busy to listen', async () => {
    let answer = () => {};
    const { clock, server, transport } = await open((arrival, exit) => {
      answer = () => exit.send(answerTo(arrival));
    });
    const exchange = ask(transport, server.endpoint);
    await server.arrived(1);
    clock.stall(1_500);
    expect(clock.timers).toEqual([50]);
    answer();
    expect((await exchange).attempts).toBe(1);
  });

  it('listens for the rest of an answer before it asks for it again, too', async () => {
    let rest = () => {};
    const { clock, server, transport } = await open((arrival, exit) => {
      const all = splitDatagrams(answerTo(arrival, THREE), { truncated: false });
      exit.sendDatagrams(all.slice(0, 2));
      rest = () => exit.sendDatagrams(all.slice(2));
    });
    const exchange = ask(transport, server.endpoint);
    await eventually(() => clock.timers[0] === 50);
    clock.stall(1_500);
    expect(clock.timers).toEqual([50]);
    rest();
    expect((await exchange).attempts).toBe(1);
  });

  it('repeats a request all the same after the process was busy', async () => {
    const { clock, server, transport } = await open(() => {});
    const exchange = codeOf(ask(transport, server.endpoint, QUESTION, { timeoutMs: 5_000 }));
    await server.arrived(1);
    clock.stall(2_000);
    clock.advance(50);
    await server.arrived(2);
    clock.advance(5_000);
    expect(await exchange).toBe('timeout');
  });

  it('waits at least 50 ms for a server that answers at once', async () => {
    let isDeaf = false;
    const { clock, server, transport } = await open((arrival, exit) => {
      if (!isDeaf) exit.send(answerTo(arrival));
    });
    await learn({ server, transport });
    isDeaf = true;
    const exchange = ask(transport, server.endpoint);
    await server.arrived(2);
    expect(clock.timers).toEqual([50]);
    isDeaf = false;
    clock.advance(50);
    expect((await exchange).attempts).toBe(2);
  });

  it('begins with a longer wait after one in vain, until something is measured', async () => {
    let isDeaf = false;
    const { clock, server, transport } = await open((arrival, exit) => {
      if (!isDeaf) exit.send(answerTo(arrival));
    });
    await learn({ server, transport });
    isDeaf = true;
    const failed = codeOf(ask(transport, server.endpoint, QUESTION, { timeoutMs: 60 }));
    clock.advance(60);
    expect(await failed).toBe('timeout');
    isDeaf = false;
    const answered = ask(transport, server.endpoint);
    expect(clock.timers).toEqual([100]);
    await answered;
    const exchange = ask(transport, server.endpoint);
    expect(clock.timers).toEqual([50]);
    await exchange;
  });

  it('learns nothing from an answer that may be to either of two requests', async () => {
    const { clock, server, transport } = await open((arrival, exit) => {
      if (server.arrivals.length > 1) exit.send(answerTo(arrival));
    });
    const repeated = ask(transport, server.endpoint);
    await server.arrived(1);
    clock.advance(376);
    expect((await repeated).attempts).toBe(2);
    const exchange = ask(transport, server.endpoint);
    expect(clock.timers).toEqual([400]);
    await exchange;
  });

  it('never waits beyond the deadline', async () => {
    const { clock, server, transport } = await open(() => {});
    const exchange = codeOf(ask(transport, server.endpoint, QUESTION, { timeoutMs: 400 }));
    clock.advance(376);
    expect(clock.timers).toEqual([24]);
    clock.advance(24);
    expect(await exchange).toBe('timeout');
  });

  it('asks again 50 ms after a part of the answer, and keeps what came', async () => {
    const { clock, server, transport } = await open((arrival, exit) => {
      const all = splitDatagrams(answerTo(arrival, THREE), { truncated: false });
      exit.sendDatagrams(arrival.count === 1 ? all.slice(0, 2) : all.slice(2));
    });
    const exchange = ask(transport, server.endpoint);
    await eventually(() => clock.timers[0] === 50);
    clock.advance(50);
    const { response, attempts } = await exchange;
    expect(attempts).toBe(2);
    expect(response.body).toMatchObject({ values: THREE.values });
  });

  it('sends a request no more than 24 times', async () => {
    const { clock, server, transport } = await open((arrival, exit) => {
      const all = splitDatagrams(answerTo(arrival, THREE), { truncated: false });
      if (arrival.count === 1) exit.sendDatagrams(all.slice(0, 1));
    });
    const exchange = errorOf(ask(transport, server.endpoint, QUESTION, { timeoutMs: 60_000 }));
    await eventually(() => clock.timers[0] === 50);
    clock.advance(60_000);
    expect(await exchange).toMatchObject({ code: 'timeout', attempts: 24 });
  });
});
