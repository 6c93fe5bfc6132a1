import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/**
 * A redirect for every path that ends in a number, after the delay that the number has. It keeps how
 * long each answer really took: the truth that whoever measures has to find.
 */
const { delays } = await inputFromParent<{ delays: readonly number[] }>();

/** Milliseconds, in the order in which the requests came. */
let kept: Float64Array = new Float64Array(1_000);
let count = 0;

const server = createServer(({ url = '' }, response) => {
  const began = performance.now();
  const place = placeForOne();
  const delay = delays[Number(/\d+$/.exec(url)?.[0]) % delays.length] ?? 0;
  setTimeout(() => {
    response.writeHead(302, { location: `https://example.org${url}` }).end();
    kept[place] = performance.now() - began;
  }, delay);
});

function placeForOne(): number {
  if (count === kept.length) {
    const more = new Float64Array(kept.length * 2);
    more.set(kept);
    kept = more;
  }
  return count++;
}

/** What so many answers took after the first ones since this was asked last. */
function taken(those: { skip: number; count: number }): number[] {
  const times = [...kept.subarray(those.skip, Math.min(count, those.skip + those.count))];
  count = 0;
  return times;
}

await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
serveParent({ port: (server.address() as AddressInfo).port }, { taken });
