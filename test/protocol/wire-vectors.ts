import { readFileSync } from 'node:fs';
import type { HandleValue } from '../../src/handle/handle-value.ts';

/** What `object` holds in the entries of each kind that tests look into. */
interface VectorObjects {
  readonly 'handle-value': ValueObject;
  readonly 'admin-record': { readonly permissionIndex: number; readonly json: unknown };
  readonly 'site-info': unknown;
  readonly 'local-info': {
    readonly entries: readonly { readonly nas: readonly string[]; readonly site: unknown }[];
  };
  readonly 'root-info': { readonly values: readonly ValueObject[] };
  readonly hash: {
    readonly handle: string;
    readonly options: readonly {
      readonly hashOption: number;
      readonly serverIndexByCount: Readonly<Record<string, number>>;
    }[];
  };
  readonly case: {
    readonly handle: string;
    readonly upperCasePrefix: string;
    readonly upperCase: string;
    readonly zeroNaHandle: string;
    readonly prefix: string;
    readonly suffix: string;
  };
  readonly 'type-match': readonly {
    readonly requested: readonly string[];
    readonly valueType: string;
    readonly matches: boolean;
  }[];
  readonly trust: {
    readonly value: ValueObject;
    readonly digestInput: string;
    readonly json: {
      readonly alg: string;
      readonly digests: readonly { readonly index: number; readonly digest: string }[];
    };
    readonly jws: string;
    readonly payload: {
      readonly iss: string;
      readonly sub: string;
      readonly exp: number;
      readonly nbf: number;
      readonly iat: number;
      readonly chain: readonly string[];
    };
    readonly publicKeyJwk: unknown;
    readonly publicKeySpkiDer: string;
    readonly values: readonly ValueObject[];
  } & readonly {
    readonly perm: string;
    readonly permHandle: string | null;
    readonly handle: string;
    readonly authorized: boolean;
  }[];
}

export interface ValueObject {
  readonly index: number;
  readonly timestamp: number;
  readonly ttlType: number;
  readonly ttl: number;
  readonly permissions: number;
  readonly type: string;
  readonly dataHex: string;
  readonly references: readonly { readonly handle: string; readonly index: number }[];
  readonly restJson?: unknown;
}

interface Vector<ObjectType> {
  readonly name: string;
  readonly kind: string;
  readonly object: ObjectType;
  /** The exact bytes of what the object describes. */
  readonly hex: string;
}

/** Bytes that deployed software wrote, with what they mean. */
const VECTORS: readonly Vector<unknown>[] = JSON.parse(
  readFileSync(new URL('../vectors/wire.json', import.meta.url), 'utf8'),
);

export function vectorsOf<Kind extends keyof VectorObjects>(
  kind: Kind,
): Vector<VectorObjects[Kind]>[] {
  return VECTORS.filter((vector) => vector.kind === kind) as Vector<VectorObjects[Kind]>[];
}

export function vectorNamed<Kind extends keyof VectorObjects>(
  kind: Kind,
  name: string,
): Vector<VectorObjects[Kind]> {
  const found = vectorsOf(kind).find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`no vector of kind ${kind} is named ${name}`);
  return found;
}

export function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The value that the object of a vector describes. */
export function valueFrom(object: ValueObject): HandleValue {
  const { index, timestamp, ttlType, ttl, permissions, type, dataHex, references } = object;
  return { index, timestamp, ttlType, ttl, permissions, type, data: bytesOf(dataHex), references };
}
