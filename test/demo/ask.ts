import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { Handle } from '../../src/handle/handle.ts';
import { EVERYTHING } from '../../src/handle/selection.ts';
import { Reassembly, splitDatagrams } from '../../src/protocol/datagrams.ts';
import { DEFAULT_RESOLUTION_FLAGS } from '../../src/protocol/op-flag.ts';
import { Opcode } from '../../src/protocol/opcode.ts';
import { encodeRequest, type Request } from '../../src/protocol/request.ts';
import { decodeResponse, type Response } from '../../src/protocol/response.ts';
import { NEWEST_VERSION } from '../../src/protocol/version.ts';

/** A place to ask at: an address of a demo server. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

export const MESSAGE_TYPE = 'application/x-hdl-message';

const MESSAGE_HEADERS = { Accept: MESSAGE_TYPE, 'Content-Type': MESSAGE_TYPE };

/** What a client would send, but for what a test is about. */
export function requestFor(handle: Handle, other: Partial<Request> = {}): Request {
  return {
    version: NEWEST_VERSION,
    suggested: NEWEST_VERSION,
    requestId: 0x01020304,
    opcode: Opcode.resolution,
    flags: DEFAULT_RESOLUTION_FLAGS,
    siteSerial: 0xffff,
    recursionCount: 0,
    expiration: 2_000_000_000,
    handle,
    selection: EVERYTHING,
    ...other,
  };
}

/** Asks over TCP, where nothing gets lost. */
export async function ask(
  server: { readonly addresses: { readonly tcp: Place } },
  handle: Handle,
  other: Partial<Request> = {},
): Promise<Response> {
  const bytes = encodeRequest(requestFor(handle, other));
  return decodeResponse(await askTcp(server.addresses.tcp, bytes));
}

/** Sends bytes over TCP. @returns all that comes back until the server ends the connection */
export async function askTcp({ address, port }: Place, bytes: Uint8Array): Promise<Buffer> {
  const socket = connect(port, address);
  await once(socket, 'connect');
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Sends datagrams. @returns the first so many that come back, each with the port it came from */
export async function exchangeDatagrams(
  { address, port }: Place,
  datagrams: readonly Uint8Array[],
  count: number,
): Promise<readonly { readonly bytes: Buffer; readonly port: number }[]> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  // A burst of a large answer has to fit.
  socket.setRecvBufferSize(1_048_576);
  const received: { bytes: Buffer; port: number }[] = [];
  const complete = new Promise<void>((resolve) => {
    socket.on('message', (bytes, from) => {
      received.push({ bytes, port: from.port });
      if (received.length === count) resolve();
    });
  });
  for (const datagram of datagrams) socket.send(datagram, port, address);
  await complete;
  socket.close();
  return received;
}

/** Asks over UDP and puts the answer together. */
export async function askUdp(place: Place, request: Request): Promise<Response> {
  const socket = createSocket('udp4');
  socket.bind(0, place.address);
  await once(socket, 'listening');
  socket.setRecvBufferSize(1_048_576);
  const reassembly = new Reassembly();
  const answer = new Promise<Uint8Array>((resolve) => {
    socket.on('message', (datagram) => {
      const message = reassembly.add(datagram);
      if (message !== undefined) resolve(message);
    });
  });
  for (const datagram of splitDatagrams(encodeRequest(request), { truncated: true })) {
    socket.send(datagram, place.port, place.address);
  }
  const message = await answer;
  socket.close();
  return decodeResponse(message);
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** Sends an HTTP request with a path of its own. */
export async function askHttp(
  { address, port }: Place,
  body: Uint8Array | undefined,
  { path = '/', method = 'POST', headers = MESSAGE_HEADERS as Record<string, string> } = {},
): Promise<HttpAnswer> {
  const request = httpRequest({ host: address, port, path, method, headers, agent: false });
  request.end(body);
  const [response] = await once(request, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

/** The types and texts of the values in an answer. */
export function textsIn(response: Response): string[] {
  if (response.body.kind !== 'values') throw new Error(`no values but ${response.body.kind}`);
  return response.body.values.map(({ type, data }) => `${type} ${Buffer.from(data)}`);
}
