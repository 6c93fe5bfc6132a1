import { ProtocolError } from './errors.ts';
import { Reader } from './reader.ts';
import { textCapacity } from './text.ts';
import { Writer } from './writer.ts';

/** The signature at the end of a message (RFC 3652 section 2.2.4, as deployed). */
export interface Credential {
  readonly version: number;
  readonly reserved: number;
  readonly options: number;
  /** Empty as deployed; the key is the server's, whatever stands here. */
  readonly signer: string;
  /** Counts the messages of a session, unsigned; 0 outside. */
  readonly counter: number;
  /** One of {@link CredentialType}; others are kept as they came. */
  readonly type: string;
  /** The name of the digest as on the wire, see `signatureDigest`. */
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

export const CredentialType = {
  /** Signed with the server's key. */
  signed: 'HS_SIGNED',
  /** An old name of the same. */
  dsaPublicKey: 'HS_DSAPUBKEY',
  /** Authenticated with a session's secret. */
  mac: 'HS_MAC',
} as const;

/** The fixed fields and the lengths of the others. */
const FIXED_BYTES = 28;

/** @throws ProtocolError `truncated`, `too-long`, `wrong-length` */
export function decodeCredential(bytes: Uint8Array): Credential {
  const reader = new Reader(bytes);
  const version = reader.uint8();
  const reserved = reader.uint8();
  const options = reader.uint16();
  const signer = reader.text();
  const counter = reader.uint32();
  const type = reader.text();
  const length = reader.uint32();
  if (length !== reader.remaining) {
    throw new ProtocolError('wrong-length', `signature of ${length} bytes in ${reader.remaining}`, {
      offset: reader.position - 4,
    });
  }
  const algorithm = reader.text();
  const signature = reader.bytes();
  reader.expectEnd();
  return { version, reserved, options, signer, counter, type, algorithm, signature };
}

export function encodeCredential(credential: Credential): Uint8Array {
  const { signer, type, algorithm, signature } = credential;
  const texts = textCapacity(signer) + textCapacity(type) + textCapacity(algorithm);
  const writer = new Writer(FIXED_BYTES + texts + signature.length);
  writer.uint8(credential.version);
  writer.uint8(credential.reserved);
  writer.uint16(credential.options);
  writer.text(signer);
  writer.uint32(credential.counter);
  writer.text(type);
  const lengthAt = writer.length;
  writer.uint32(0);
  writer.text(algorithm);
  writer.bytes(signature);
  writer.overwriteUint32(lengthAt, writer.length - lengthAt - 4);
  return writer.finish();
}
