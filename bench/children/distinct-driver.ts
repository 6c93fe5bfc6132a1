import { httpTarget } from '../../src/load/http-target.ts';
import type { Drive } from '../kit/drive-distinct.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

const CONNECTIONS = 128;

/** Asks for each handle once, as fast as the answers come. */
async function drive({ url, prefix, first, count }: Drive) {
  const target = httpTarget({ url, connections: CONNECTIONS, timeoutMs: 10_000, headers: {} });
  const began = performance.now();
  let next = first;
  let wrong = 0;
  async function askSome(): Promise<void> {
    while (next < first + count) {
      const { status, host } = await target.ask(`${prefix}/bench-${next++}`);
      if (status !== 302 || host !== 'example.org') wrong += 1;
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, askSome));
  const milliseconds = performance.now() - began;
  await target.close();
  return { wrong, milliseconds };
}

await inputFromParent();
serveParent({}, { drive });
