import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { liar } from '../kit/lie.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/** Paths `/STEM<0>` and so on, each with a place of its own that it leads to. */
export interface BareMap {
  readonly stem: string;
  readonly count: number;
  /** Of every redirect, apart from where it leads. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What redirects among many cost whoever knows them: node:http with a Map from paths to locations.
 * Nothing in it expires, makes room or is counted.
 */
const { stem, count, headers } = await inputFromParent<BareMap>();

const locations = new Map<string, string>();
for (let number = 0; number < count; number++) {
  const path = `/${stem}${number}`;
  // Each a text of its own, as it comes out of a message.
  locations.set(textOf(path), textOf(`https://example.org${path}`));
}
const isLie = liar();
const server = createServer(({ url = '' }, response) => {
  const location = locations.get(url) ?? '';
  const body = `<a href="${location}">${location}</a>`;
  const status = location === '' ? 404 : 302;
  response.writeHead(isLie() ? 500 : status, {
    ...headers,
    Location: location,
    'Content-Length': body.length,
  });
  response.end(body);
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
serveParent({ port: (server.address() as AddressInfo).port });

function textOf(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
