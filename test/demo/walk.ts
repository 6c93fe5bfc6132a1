import type { DemoNetwork } from '../../src/demo/network.ts';
import { type Handle, isGlobalHandle, prefixHandleOf } from '../../src/handle/handle.ts';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { ipAddressText } from '../../src/handle/ip-address.ts';
import { InterfaceProtocol, type Site } from '../../src/handle/site.ts';
import { recordFromJson } from '../../src/protocol/json/record-json.ts';
import { encodeRequest } from '../../src/protocol/request.ts';
import { decodeResponse, type Response } from '../../src/protocol/response.ts';
import { serverFor } from '../../src/protocol/server-index.ts';
import { verifyResponse } from '../../src/protocol/signature.ts';
import { decodeSite } from '../../src/protocol/site.ts';
import { decodeText } from '../../src/protocol/text.ts';
import { askTcp, requestFor } from './ask.ts';

const CERTIFIED = 0x59800000;

/**
 * Finds a record as a suspicious client does: it begins with the bootstrap, follows what it is
 * told, and takes nothing that is not signed by the key it was told to expect.
 */
export async function walk(network: DemoNetwork, handle: Handle): Promise<Response> {
  const root = rootSite(network);
  if (isGlobalHandle(handle)) return askSite(root, handle);
  const prefixHandle = prefixHandleOf(handle);
  let prefix = await askSite(root, prefixHandle);
  while (prefix.body.kind === 'referral') {
    const [site] = await sitesIn(root, prefix.body.values ?? [], '.PREFIX');
    if (site === undefined) throw new Error(`${prefixHandle} is referred to nobody`);
    prefix = await askSite(site, prefixHandle);
  }
  if (prefix.body.kind !== 'values') throw new Error(`${prefixHandle}: ${prefix.responseCode}`);
  const [site] = await sitesIn(root, prefix.body.values, '');
  if (site === undefined) throw new Error(`${prefixHandle} names no site`);
  return askSite(site, handle);
}

export function rootSite(network: DemoNetwork): Site {
  const json = network.bootstrap.handles['0.NA/0.NA'];
  const { values } = recordFromJson(json, '0.NA/0.NA');
  const site = values.find(({ type }) => type === 'HS_SITE');
  if (site === undefined) throw new Error('the bootstrap has no site');
  return decodeSite(site.data);
}

async function sitesIn(
  root: Site,
  values: readonly HandleValue[],
  suffix: '' | '.PREFIX',
): Promise<readonly Site[]> {
  const sites = values
    .filter(({ type }) => type === `HS_SITE${suffix}`)
    .map(({ data }) => decodeSite(data));
  for (const { data } of values.filter(({ type }) => type === `HS_SERV${suffix}`)) {
    const service = await askSite(root, decodeText(data));
    if (service.body.kind !== 'values') throw new Error('a service handle without values');
    sites.push(...(await sitesIn(root, service.body.values, '')));
  }
  return sites;
}

/** Asks the responsible server of a site, and verifies. */
export async function askSite(site: Site, handle: Handle): Promise<Response> {
  const server = serverFor(site, handle);
  const door = server?.interfaces.find(({ protocol }) => protocol === InterfaceProtocol.tcp);
  if (server === undefined || door === undefined) throw new Error('nobody to ask');
  const place = { address: ipAddressText(server.address), port: door.port };
  const request = requestFor(handle, { flags: CERTIFIED, suggested: site.protocolVersion });
  const response = decodeResponse(await askTcp(place, encodeRequest(request)));
  const verification = verifyResponse(response, server.publicKey);
  if (!verification.valid) throw new Error(`${handle}: ${verification.reason}`);
  return response;
}
