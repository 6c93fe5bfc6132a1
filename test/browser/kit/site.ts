import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordsFile } from '../../../src/demo/index.ts';
import { wholeProxy } from '../../http/kit/whole-proxy.ts';
import { closedPort } from '../../transport/closed-port.ts';

/** The proxy over an embedded network, and a place that handles lead to. */
export interface Site {
  /** Without a slash at the end. */
  readonly url: string;
  /** Where `20.500.1/here` leads. */
  readonly destination: string;
  close(): Promise<void>;
}

const text = (index: number, type: string, value: string, more: object = {}) => ({
  index,
  type,
  data: { format: 'string', value },
  ...more,
});

/** A service whose only server is nobody: a port that nobody listens on. */
const nowhere = (port: number) => ({
  index: 1,
  type: 'HS_SITE',
  data: {
    format: 'site',
    value: {
      version: 1,
      protocolVersion: '2.11',
      serialNumber: 1,
      primarySite: true,
      multiPrimary: false,
      servers: [
        {
          serverId: 1,
          address: '127.0.0.1',
          interfaces: [{ query: true, admin: false, protocol: 'TCP', port }],
        },
      ],
    },
  },
});

/** One record of each kind that has a page of its own. */
function recordsFor(destination: string, closedPort: number): RecordsFile['handles'] {
  return {
    '20.500.1/here': { values: [text(1, 'URL', destination)] },
    '20.500.1/record': {
      values: [
        text(1, 'URL', destination),
        text(2, 'EMAIL', 'desk@example.org'),
        text(3, 'DESC', 'Two\nlines of text'),
        text(1000, '10320/loc', `<l><location href="${destination}" country="de"/></l>`),
        { index: 4, type: 'BLOB', data: { format: 'base64', value: '//4AgMMoAQID' } },
        {
          index: 100,
          type: 'HS_ADMIN',
          data: {
            format: 'admin',
            value: { handle: '0.NA/20.500.1', index: 200, permissions: '011111110011' },
          },
        },
      ],
    },
    '20.500.1/alias': { values: [text(1, 'HS_ALIAS', '20.500.1/record')] },
    '20.500.1/loop': { values: [text(1, 'HS_ALIAS', '20.500.1/loop-back')] },
    '20.500.1/loop-back': { values: [text(1, 'HS_ALIAS', '20.500.1/loop')] },
    '20.500.1/dangling': { values: [text(1, 'HS_ALIAS', '20.500.1/none')] },
    '20.500.1/mail': { values: [text(1, 'EMAIL', 'desk@example.org')] },
    '0.NA/20.500.7': {
      values: [
        text(
          10,
          'HS_NAMESPACE',
          '<namespace><status>inactive</status><statusmsg>Given up.</statusmsg><contact>desk@example.org</contact></namespace>',
        ),
      ],
    },
    '20.500.7/x': { values: [text(1, 'URL', destination)] },
    '0.NA/20.500.8': { values: [nowhere(closedPort)] },
    '20.500.8/x': { values: [text(1, 'URL', destination)] },
  };
}

/** Every page there is: its path and its status. */
export const PAGES: readonly (readonly [path: string, status: number])[] = [
  ['/', 200],
  ['/help', 200],
  ['/20.500.1/record?noredirect', 200],
  ['/20.500.1/alias?noredirect', 200],
  ['/20.500.1/mail', 200],
  ['/20.500.1/none', 404],
  ['/20.500.1/none/', 404],
  ['/20.500.99/x', 404],
  ['/20.500.1/record?type=NOTHING', 404],
  ['/20.500.1/loop', 404],
  ['/20.500.1/dangling', 404],
  ['/20.500.7/x', 404],
  ['/20.500.8/x', 504],
  ['/noslash', 404],
  ['/20.500.1/bad%zzescape', 400],
  [`/20.500.1/${'x'.repeat(9_000)}`, 414],
  ['/static/none.css', 404],
];

export async function startSite(more: RecordsFile['handles'] = {}): Promise<Site> {
  const place = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html;charset=utf-8');
    response.end('<!doctype html><title>There</title><h1>You are there</h1>');
  });
  const closed = await closedPort();
  const placePort = await listen(place);
  const destination = `http://127.0.0.1:${placePort}/there`;
  const handles = { ...recordsFor(destination, closed.port), ...more };
  const proxy = await wholeProxy(handles, { httpMaxAge: 60 });
  return {
    url: `http://127.0.0.1:${proxy.port}`,
    destination,
    async close() {
      await proxy.close();
      await closed.close();
      place.closeAllConnections();
      await new Promise((done) => place.close(done));
    },
  };
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}
