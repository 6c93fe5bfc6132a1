import { type Answer, answer } from '../../src/demo/answer.ts';
import type { HandleService } from '../../src/demo/handle-service.ts';
import { RecordStore } from '../../src/demo/record-store.ts';
import { rsaServerKey, type ServerKey } from '../../src/demo/server-key.ts';
import type { Handle } from '../../src/handle/handle.ts';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import type { Site } from '../../src/handle/site.ts';
import { NEWEST_VERSION } from '../../src/protocol/version.ts';

const RSA_KEY = await rsaServerKey();

/** A time at which answers expire in second 2,000,000,000, as in the vectors. */
export const NOW = (2_000_000_000 - 43_200) * 1000;

export const PRIMARY_SITE: Site = {
  version: 1,
  protocolVersion: NEWEST_VERSION,
  serialNumber: 7,
  flags: 0x80,
  hashOption: 2,
  hashFilter: '',
  attributes: [],
  servers: [
    { serverId: 1, address: new Uint8Array(16), publicKey: RSA_KEY.record, interfaces: [] },
  ],
};

/** A service with nothing around it that answers for every handle. */
export function loneService(
  records: Readonly<Record<Handle, readonly HandleValue[]>>,
  other: Partial<HandleService> & { readonly key?: ServerKey } = {},
): HandleService {
  const { key = RSA_KEY, ...rest } = other;
  const store = new RecordStore();
  for (const [handle, values] of Object.entries(records)) store.set(handle, values);
  return {
    version: NEWEST_VERSION,
    privateKey: key.privateKey,
    site: PRIMARY_SITE,
    serverIndex: 0,
    records: store,
    isHome: () => true,
    expand: () => undefined,
    elsewhere: () => undefined,
    randomBytes: (length) => new Uint8Array(length).fill(0xab),
    ...rest,
  };
}

/** The public key of services that are not given another. */
export const PUBLIC_KEY_RECORD = RSA_KEY.record;

/** The answer of a service that makes no records by templates. */
export function answerAtOnce(...given: Parameters<typeof answer>): Answer {
  return answer(...given) as Answer;
}
