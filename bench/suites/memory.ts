import { startChild, type Usage } from '../kit/child.ts';
import type { Curve, Figure, Suite } from '../kit/suite.ts';

const ENTRIES = 1_000_000;
const STEPS = 10;
const MEGABYTE = 1_000_000;

/** What cached one-URL records take. */
export const memory: Suite = {
  name: 'memory',
  summary: 'bytes per cached record, from none to a million',
  async run({ scale }, progress) {
    const servers = await startChild('handle-server');
    const { bootstrap } = servers.ready;
    const proxy = await startChild('proxy', { bootstrap, trust: 'off', cacheMaxBytes: 4e9 });
    try {
      const entries = Math.max(1_000, Math.round(ENTRIES * scale));
      const settled = () => proxy.ask<Omit<Usage, 'cpuMicroseconds'>>('settled');
      const empty = await settled();
      const points: [number, number][] = [[0, empty.rss / MEGABYTE]];
      let last = empty;
      let atTenth = empty;
      for (let step = 1; step <= STEPS; step++) {
        progress(`memory: ${(step * entries) / STEPS} records of ${entries}`);
        const part = entries / STEPS;
        const { wrong } = await proxy.ask<{ wrong: number }>('fill', {
          first: (step - 1) * part,
          count: part,
        });
        if (wrong > 0) throw new Error(`${wrong} of ${part} handles were not found`);
        last = await settled();
        if (step === 1) atTenth = last;
        points.push([step * part, last.rss / MEGABYTE]);
      }
      const bytes = (usage: typeof empty) => usage.heapUsed + usage.external;
      const figures: Figure[] = [
        {
          name: 'memory/per record',
          unit: 'bytes',
          value: (bytes(last) - bytes(empty)) / entries,
          aim: { most: 600 },
        },
        {
          name: `memory/RSS with ${entries} records`,
          unit: 'MB',
          value: last.rss / MEGABYTE,
          ...(entries === ENTRIES && { aim: { most: 700 } }),
        },
        {
          name: `memory/RSS with ${entries / STEPS} records`,
          unit: 'MB',
          value: atTenth.rss / MEGABYTE,
          ...(entries === ENTRIES && { aim: { most: 150 } }),
        },
      ];
      const curve: Curve = {
        title: 'Memory against cached records',
        xLabel: 'cached one-URL records',
        yLabel: 'MB resident',
        x: 'linear',
        y: 'linear',
        series: [{ name: 'proxy', points }],
      };
      return { figures, curves: [curve] };
    } finally {
      await proxy.stop();
      await servers.stop();
    }
  },
};
