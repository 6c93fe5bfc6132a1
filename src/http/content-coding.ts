import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** The content codings that can be made (RFC 9110 section 8.4.1, RFC 7932, RFC 8878). */
export type Coding = 'br' | 'zstd' | 'gzip';

interface Coder {
  readonly now: (body: Uint8Array) => Uint8Array;
  readonly aside: (body: Uint8Array) => Promise<Uint8Array>;
}

/** As web servers choose for what is made on demand: more effort saves little and takes long. */
const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } };

/** Only newer versions of Node have it. */
interface Zstd {
  readonly zstdCompressSync?: (body: Uint8Array) => Buffer;
  readonly zstdCompress?: (
    body: Uint8Array,
    done: (error: Error | null, coded: Buffer) => void,
  ) => void;
}

const { zstdCompressSync, zstdCompress } = zlib as Zstd;

/** Best first: of those that a client likes as well, the first is taken. */
const CODERS: ReadonlyMap<Coding, Coder> = new Map([
  [
    'br',
    {
      now: (body) => zlib.brotliCompressSync(body, BROTLI),
      aside: (body) => promisify(zlib.brotliCompress)(body, BROTLI),
    },
  ],
  ...(zstdCompressSync !== undefined && zstdCompress !== undefined
    ? [['zstd', { now: zstdCompressSync, aside: promisify(zstdCompress) }] as const]
    : []),
  ['gzip', { now: zlib.gzipSync, aside: promisify(zlib.gzip) as Coder['aside'] }],
] as [Coding, Coder][]);

/** The same for what is made for one visitor: half of the time for a tenth more bytes. */
export const CODINGS_FOR_ONE: readonly Coding[] = [
  'gzip',
  ...[...CODERS.keys()].filter((coding) => coding !== 'gzip'),
];

/** Codings that a header may list; a client with more has only the first of them read. */
const MAX_LISTED = 32;

const ENTRY = /^\s*([\w*-]+)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i;

/**
 * The coding to send to a client with this Accept-Encoding; undefined for none. None is what a
 * client gets that says nothing, and one that can read none of ours.
 *
 * @param available in order of preference
 */
export function codingFor(
  acceptEncoding: string | undefined,
  available: Iterable<Coding> = CODERS.keys(),
): Coding | undefined {
  if (acceptEncoding === undefined || acceptEncoding === '') return undefined;
  const qualities = new Map<string, number>();
  for (const entry of acceptEncoding.split(',', MAX_LISTED)) {
    const [, name, quality = '1'] = ENTRY.exec(entry) ?? [];
    if (name !== undefined) qualities.set(name.toLowerCase(), Number(quality));
  }
  const others = qualities.get('*') ?? 0;
  let best: Coding | undefined;
  // Whoever ranks plain text by name means it; otherwise any coding is better.
  let most = qualities.get('identity') ?? 0;
  for (const coding of available) {
    const alias = coding === 'gzip' ? qualities.get('x-gzip') : undefined;
    const quality = qualities.get(coding) ?? alias ?? others;
    if (quality > most || (quality === most && quality > 0 && best === undefined)) {
      best = coding;
      most = quality;
    }
  }
  return best;
}

/** At once; what is long keeps other requests waiting. */
export function encodeNow(coding: Coding, body: Uint8Array): Uint8Array {
  return coderOf(coding).now(body);
}

/** In another thread. */
export function encodeAside(coding: Coding, body: Uint8Array): Promise<Uint8Array> {
  return coderOf(coding).aside(body);
}

function coderOf(coding: Coding): Coder {
  const coder = CODERS.get(coding);
  if (coder === undefined) throw new RangeError(`${coding} cannot be made here`);
  return coder;
}
