import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { liar } from '../kit/lie.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/**
 * The least that an HTTP server can do: the same answer to everybody, from a Map by its path, as
 * node:http writes it without anything around it.
 */
const { status, headers, body } = await inputFromParent<{
  status: number;
  headers: Record<string, string>;
  body: string;
}>();

const answers = new Map<
  string,
  { status: number; headers: Record<string, string>; body: string }
>();
const answer = { status, headers, body };
const isLie = liar();
const server = createServer(({ url = '' }, response) => {
  let found = answers.get(url);
  if (found === undefined) {
    answers.set(url, answer);
    found = answer;
  }
  response.writeHead(isLie() ? 500 : found.status, found.headers);
  response.end(found.body);
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
serveParent({ port: (server.address() as AddressInfo).port });
