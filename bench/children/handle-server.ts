import { createSocket } from 'node:dgram';
import { openTcpDoor } from '../../src/demo/tcp-door.ts';
import { type HandleValue, TtlType } from '../../src/handle/handle-value.ts';
import { parseIpAddress } from '../../src/handle/ip-address.ts';
import {
  HashOption,
  InterfaceProtocol,
  InterfaceType,
  type Site,
  SiteFlag,
} from '../../src/handle/site.ts';
import { siteToJson } from '../../src/protocol/json/site-json.ts';
import { Opcode } from '../../src/protocol/opcode.ts';
import { decodeRequest } from '../../src/protocol/request.ts';
import { encodeResponse } from '../../src/protocol/response.ts';
import { ResponseCode } from '../../src/protocol/response-code.ts';
import { encodeSite } from '../../src/protocol/site.ts';
import { encodeText } from '../../src/protocol/text.ts';
import { NEWEST_VERSION } from '../../src/protocol/version.ts';
import type { Fault, HandleServerInput, Ports } from '../kit/handle-server.ts';
import { liar } from '../kit/lie.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/**
 * A handle server without end: it knows every handle `…/bench-N` as a record with one URL, and no
 * other. It is root and local service in one, does no more than it must, and so leaves the processor
 * to what is measured. A datagram of one byte comes back as it is: the bare round trip.
 */
const {
  ttls = [86_400],
  delays = [0],
  sites: otherSites,
} = await inputFromParent<HandleServerInput>();
const socket = createSocket({ type: 'udp4', recvBufferSize: 4_194_304, sendBufferSize: 4_194_304 });
const isLie = liar();
let received = 0;
let fault: Fault = {};

function valueWith(index: number, type: string, data: Uint8Array, ttl = 86_400): HandleValue {
  return {
    index,
    type,
    data,
    permissions: 0b1110,
    ttlType: TtlType.relative,
    ttl,
    timestamp: 1_700_000_000,
    references: [],
  };
}

function siteAt({ udp, tcp }: Ports, isPrimary: boolean): Site {
  const type = InterfaceType.query;
  return {
    version: 1,
    protocolVersion: NEWEST_VERSION,
    serialNumber: 1,
    flags: isPrimary ? SiteFlag.primary : 0,
    hashOption: HashOption.byHandle,
    hashFilter: '',
    attributes: [],
    servers: [
      {
        serverId: 1,
        address: parseIpAddress('127.0.0.1') as Uint8Array,
        publicKey: new Uint8Array(),
        interfaces: [
          { type, protocol: InterfaceProtocol.udp, port: udp },
          { type, protocol: InterfaceProtocol.tcp, port: tcp },
        ],
      },
    ],
  };
}

await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
const door = await openTcpDoor('127.0.0.1', 0, (bytes, outlet) => {
  if (fault.isSilent === true) return;
  answer(bytes, (reply) => {
    outlet.begin(reply.length);
    outlet.end(reply);
  });
});
const ports: Ports = { udp: socket.address().port, tcp: door.port };
const own = siteAt(ports, true);
const siteValues = (otherSites ?? [ports]).map((each, i) =>
  valueWith(i + 1, 'HS_SITE', encodeSite(siteAt(each, i === 0))),
);

const isLost = () => Math.random() < (fault.lossShare ?? 0);

socket.on('message', (bytes, peer) => {
  received += 1;
  if (fault.isSilent === true || isLost()) return;
  if (bytes.length === 1) {
    socket.send(bytes, peer.port, peer.address);
    return;
  }
  answer(bytes, (reply) => {
    if (!isLost()) socket.send(reply, peer.port, peer.address);
  });
});

function answer(bytes: Uint8Array, send: (reply: Uint8Array) => void): void {
  const request = decodeRequest(bytes);
  const { handle } = request;
  const number = Number(/\/bench-(\d+)$/.exec(handle)?.[1] ?? Number.NaN);
  const reply = encodeResponse({
    version: request.version,
    suggested: request.suggested,
    requestId: request.requestId,
    opcode: Opcode.resolution,
    flags: request.flags,
    siteSerial: 1,
    recursionCount: 0,
    expiration: Math.floor(Date.now() / 1000) + 3_600,
    ...contentFor(handle, number),
  });
  const delayMs = (fault.delayMs ?? 0) + of(delays, number);
  if (delayMs === 0) send(reply);
  else setTimeout(() => send(reply), delayMs);
}

function contentFor(handle: string, number: number) {
  const isPrefix = handle.startsWith('0.NA/');
  if (!isPrefix && Number.isNaN(number)) {
    return {
      responseCode: ResponseCode.handleNotFound,
      body: { kind: 'error', message: '', indexes: [] },
    } as const;
  }
  const host = isPrefix || !isLie() ? 'example.org' : 'wrong.example';
  const values = isPrefix
    ? siteValues
    : [valueWith(1, 'URL', encodeText(`https://${host}/${handle}`), of(ttls, number))];
  return { responseCode: ResponseCode.success, body: { kind: 'values', handle, values } } as const;
}

/** What a handle has by its number. */
function of(choices: readonly number[], number: number): number {
  return Number.isNaN(number) ? 0 : (choices[number % choices.length] as number);
}

serveParent(
  { ports, bootstrap: [siteToJson(own)] },
  {
    received: () => received,
    setFault: (next: Fault) => {
      fault = next;
    },
  },
);
