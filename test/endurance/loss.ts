import { asker } from './ask.ts';
import { handleOf, type NetworkProcess, startNetwork, urlOf } from './network-process.ts';
import { pace } from './pace.ts';
import { LATENCY_HEAD, latencyRow } from './percentiles.ts';
import { startProxy } from './proxy-process.ts';
import type { Report } from './report.ts';

export interface LossOptions {
  readonly handles: number;
  readonly rate: number;
  /** Of the datagrams, each way, 0 to 1. */
  readonly share: number;
}

/** Of the handles that are asked for, so many have to be found. */
const ENOUGH = 0.999;
/** Where every second try gets lost and there is no other way, a busy machine runs out of tries. */
const ENOUGH_BY_UDP = 0.99;

/** Asks for many handles, each once, without loss, with it, and with it where there is only UDP. */
export async function loss({ handles, rate, share }: LossOptions, report: Report): Promise<void> {
  const network = await startNetwork({ count: handles, ttlSeconds: 86_400 });
  const rows = [LATENCY_HEAD];
  const percent = Math.round(share * 100);
  for (const [name, dropShare, enough, flags] of [
    ['no loss', 0, ENOUGH, []],
    [`${percent} % lost each way`, share, ENOUGH, []],
    [`${percent} %, UDP alone`, share, ENOUGH_BY_UDP, ['--upstream-protocols', 'udp']],
  ] as const) {
    report.says(`${handles} handles, ${name}`);
    await network.tell({ what: 'faults', dropShare });
    const { found, latencies } = await askForAll(network, handles, rate, flags);
    rows.push(latencyRow(name, latencies));
    report.figure(`${name}: found`, `${found} of ${handles}`);
    report.holds(found >= handles * enough, `${enough * 100} % are found (${name})`);
  }
  for (const row of rows) report.line(row);
  await network.stop();
}

async function askForAll(
  network: NetworkProcess,
  handles: number,
  rate: number,
  flags: readonly string[],
): Promise<{ found: number; latencies: number[] }> {
  const proxy = await startProxy(network.bootstrap, flags);
  const { ask, close } = asker(proxy.url, 1_024);
  const latencies: number[] = [];
  let next = 0;
  let found = 0;
  await pace(
    rate,
    () => next >= handles,
    async () => {
      const n = next++;
      if (n >= handles) return;
      const { status, location, milliseconds } = await ask(`/${handleOf(n)}`);
      latencies.push(milliseconds);
      if (status === 302 && location === urlOf(n)) found += 1;
    },
  );
  await close();
  await proxy.stop();
  return { found, latencies };
}
