import { Agent, request } from 'undici';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/** Handles `STEM<first>` and so on, to be looked up by a proxy. */
export interface Bulk {
  readonly url: string;
  readonly stem: string;
  readonly first: number;
  readonly count: number;
}

const HANDLES_PER_REQUEST = 100;
const REQUESTS_AT_ONCE = 16;

interface Results {
  readonly results?: readonly {
    readonly values?: readonly { readonly data: { readonly value: unknown } }[];
  }[];
}

/** Asks for all of them by the JSON API, many at once: the quickest way into a cache. */
async function fill({ url, stem, first, count }: Bulk): Promise<{ wrong: number }> {
  const dispatcher = new Agent({ connections: REQUESTS_AT_ONCE });
  const end = first + count;
  let next = first;
  let wrong = 0;
  async function askSome(): Promise<void> {
    while (next < end) {
      const from = next;
      next = Math.min(end, from + HANDLES_PER_REQUEST);
      const handles = Array.from({ length: next - from }, (_, i) => `${stem}${from + i}`);
      const { body } = await request(`${url}/api/handles`, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ handles }),
      });
      const { results = [] } = (await body.json()) as Results;
      for (const [i, handle] of handles.entries()) {
        const value = results[i]?.values?.[0]?.data.value;
        if (value !== `https://example.org/${handle}`) wrong += 1;
      }
    }
  }
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, askSome));
  await dispatcher.close();
  return { wrong };
}

await inputFromParent();
serveParent({}, { fill });
