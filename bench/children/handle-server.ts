import { createSocket } from 'node:dgram';
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
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/**
 * A handle server without end: it knows every handle `…/bench-…` as a record with one URL, and no
 * other. It is root and local service in one, does no more than it must, and so leaves the processor
 * to what is measured. A datagram of one byte comes back as it is: the bare round trip.
 */
const { dead = false } = await inputFromParent<{ dead?: boolean }>();
const socket = createSocket({ type: 'udp4', recvBufferSize: 4_194_304, sendBufferSize: 4_194_304 });
let received = 0;

function valueWith(index: number, type: string, data: Uint8Array): HandleValue {
  return {
    index,
    type,
    data,
    permissions: 0b1110,
    ttlType: TtlType.relative,
    ttl: 86_400,
    timestamp: 1_700_000_000,
    references: [],
  };
}

function siteAt(udpPort: number): Site {
  const [type, protocol] = [InterfaceType.query, InterfaceProtocol.udp];
  return {
    version: 1,
    protocolVersion: NEWEST_VERSION,
    serialNumber: 1,
    flags: SiteFlag.primary,
    hashOption: HashOption.byHandle,
    hashFilter: '',
    attributes: [],
    servers: [
      {
        serverId: 1,
        address: parseIpAddress('127.0.0.1') as Uint8Array,
        publicKey: new Uint8Array(),
        interfaces: [{ type, protocol, port: udpPort }],
      },
    ],
  };
}

await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
const { port } = socket.address();
const site = siteAt(port);
const siteValue = valueWith(1, 'HS_SITE', encodeSite(site));

socket.on('message', (bytes, peer) => {
  received += 1;
  if (dead) return;
  if (bytes.length === 1) {
    socket.send(bytes, peer.port, peer.address);
    return;
  }
  const request = decodeRequest(bytes);
  const { handle } = request;
  const isKnown = handle.startsWith('0.NA/') || handle.includes('/bench-');
  const values = handle.startsWith('0.NA/')
    ? [siteValue]
    : [valueWith(1, 'URL', encodeText(`https://example.org/${handle}`))];
  socket.send(
    encodeResponse({
      version: request.version,
      suggested: request.suggested,
      requestId: request.requestId,
      opcode: Opcode.resolution,
      responseCode: isKnown ? ResponseCode.success : ResponseCode.handleNotFound,
      flags: request.flags,
      siteSerial: 1,
      recursionCount: 0,
      expiration: Math.floor(Date.now() / 1000) + 3_600,
      body: isKnown
        ? { kind: 'values', handle, values }
        : { kind: 'error', message: '', indexes: [] },
    }),
    peer.port,
    peer.address,
  );
});

serveParent({ port, bootstrap: [siteToJson(site)] }, { received: () => received });
