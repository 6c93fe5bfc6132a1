import type { DemoServer } from './demo-server.ts';
import type { PrefixHome } from './homing.ts';
import { SERVICE_HANDLE, SERVICES } from './services.ts';

/** For people: where the root is, and which prefix lives where. */
export function summaryOf(
  homes: readonly PrefixHome[],
  server: (name: string) => DemoServer,
): readonly string[] {
  const root = `the root: ${addressOf(server('root'))}`;
  return [root, ...homes.map((home) => `${home.prefix}: ${placeOf(home, server)}`)];
}

function placeOf(home: PrefixHome, server: (name: string) => DemoServer): string {
  const names = SERVICES[home.service].servers.map(({ name }) => name);
  const where = names.map((name) => `${name} (${addressOf(server(name))})`).join(' and ');
  return `on ${where}${how(home)}${home.registry === 'delegate' ? '; the root refers to the registry of derived prefixes' : ''}`;
}

function how({ service, named }: PrefixHome): string {
  if (named === 'as-given') return '; its prefix record is as given';
  switch (service) {
    case 'served':
      return `, found through HS_SERV ${SERVICE_HANDLE}; its server knows no template handles`;
    case 'hashed':
      return ', each handle on one of them by its hash';
    case 'dsa':
      return ', which has a DSA-1024 key and speaks 2.10';
    default:
      return '';
  }
}

function addressOf({ addresses: { udp, http } }: DemoServer): string {
  return `${udp.address}, UDP and TCP ${udp.port}, HTTP ${http.port}`;
}
