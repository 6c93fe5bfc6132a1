import { httpTarget } from '../../src/load/http-target.ts';
import { systemClock } from '../../src/system.ts';
import type { Drive } from '../kit/drive-distinct.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

const CONNECTIONS = 128;
const FOUND = 302;

/** Asks for each handle once, as fast as the answers come. */
async function drive({ url, stem, first, count, status: right }: Drive) {
  const target = httpTarget({
    ...{ url, connections: CONNECTIONS, timeoutMs: 10_000, headers: {} },
    clock: systemClock,
  });
  const expected = right === FOUND ? 'example.org' : undefined;
  const began = performance.now();
  let next = first;
  let wrong = 0;
  async function askSome(): Promise<void> {
    while (next < first + count) {
      const { status, host } = await target.ask(`${stem}${next++}`);
      if (status !== right || host !== expected) wrong += 1;
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, askSome));
  const milliseconds = performance.now() - began;
  await target.close();
  return { wrong, milliseconds };
}

await inputFromParent();
serveParent({}, { drive });
