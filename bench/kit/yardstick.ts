import type { Outcome } from '../children/generator.ts';
import { type Child, startChild } from './child.ts';

/** Processor time that bare node:http takes for a redirect, measured anew, in µs. */
export type Yardstick = () => Promise<number>;

/** A redirect as small as they are. */
const ANSWER = {
  status: 302,
  headers: { Location: 'https://example.org/', 'Content-Type': 'text/html' },
  body: '<a href="https://example.org/">https://example.org/</a>',
};

const CONNECTIONS = 64;

/**
 * Machines differ, and so does one machine from minute to minute. What takes a time of its own is
 * measured beside something that everybody knows, in the same minute.
 *
 * @param keep ends a child when the suite ends
 */
export async function startYardstick(
  keep: (child: Promise<Child>) => Promise<Child>,
  seconds: number,
): Promise<Yardstick> {
  const bare = await keep(startChild('bare-server', ANSWER));
  const generator = await keep(startChild('generator'));
  const url = `http://127.0.0.1:${bare.ready.port}/`;
  const job = { url, connections: CONNECTIONS, seconds, status: ANSWER.status };
  const measure = async () => {
    const before = await bare.usage();
    const { requests, wrong } = await generator.ask<Outcome>('run', job);
    const after = await bare.usage();
    if (wrong > 0) throw new Error(`${wrong} of ${requests} answers of bare node:http were wrong`);
    return (after.cpuMicroseconds - before.cpuMicroseconds) / requests;
  };
  // Warms it up.
  await measure();
  return measure;
}
