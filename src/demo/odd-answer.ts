import type { KeyObject } from 'node:crypto';
import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { Opcode } from '../protocol/opcode.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { SignatureDigest } from '../protocol/signature.ts';
import { encodeText } from '../protocol/text.ts';
import { encodeValueList } from '../protocol/value.ts';
import { Writer } from '../protocol/writer.ts';
import type { Reply } from './reply.ts';

/** How an answer may differ from the right one. */
export type OddAnswer = OddKind & {
  /** How long it waits before it is sent, in milliseconds. @default 0 */
  readonly afterMs?: number;
};

/** In what an answer differs. */
export type OddKind =
  /** The right one, perhaps late. */
  | { readonly kind: 'right' }
  /** The request is taken, and nothing comes of it; connections stay open. */
  | { readonly kind: 'none' }
  /** Connections are closed in the middle of the answer. */
  | { readonly kind: 'hang-up' }
  /** Over connections the bytes come one by one, with so many milliseconds between them. */
  | { readonly kind: 'slow'; readonly everyMs: number }
  /** An error with this code, signed like any other. */
  | { readonly kind: 'code'; readonly code: number; readonly message?: string }
  /** Sends the client on, to a handle or to the sites in the values. */
  | {
      readonly kind: 'referral';
      readonly code: 302 | 303;
      readonly handle?: Handle;
      readonly values?: readonly HandleValue[];
    }
  | { readonly kind: 'other-request-id' }
  /** As if handles had been listed, in a message that can be read. */
  | { readonly kind: 'other-opcode' }
  | { readonly kind: 'other-handle'; readonly handle: Handle }
  /** The site's serial number: that of a newer site record. */
  | { readonly kind: 'other-serial'; readonly serial: number }
  | { readonly kind: 'expired' }
  /** A request digest, if one was asked for, of another request. */
  | { readonly kind: 'bad-digest' }
  | { readonly kind: 'bad-signature' }
  | { readonly kind: 'unsigned' }
  /** Signed well, with another digest than the version calls for. */
  | { readonly kind: 'other-digest'; readonly digest: SignatureDigest }
  /** By somebody in between: other values if there are any, signed with a key of theirs if they have one. */
  | {
      readonly kind: 'forged';
      readonly values?: readonly HandleValue[];
      readonly privateKey?: KeyObject;
    }
  /** An answer that was given before, under the request id of this question. */
  | { readonly kind: 'replayed'; readonly message: Uint8Array }
  /** One byte is another, so far from the beginning (0) to the end (1); 0.5 without a word. */
  | { readonly kind: 'corrupt'; readonly at?: number }
  /** Bytes that are no message. */
  | { readonly kind: 'garbage' }
  /** The second half is missing. */
  | { readonly kind: 'truncated' }
  /** Of several datagrams each comes twice, or they come backwards, or the last never comes. */
  | { readonly kind: 'duplicate-fragments' }
  | { readonly kind: 'reversed-fragments' }
  | { readonly kind: 'missing-fragment' }
  /** Datagrams come from a port that nobody asked. */
  | { readonly kind: 'other-port' };

/** What an answer is given to. */
export interface OddOccasion {
  readonly handle: Handle;
  readonly opcode: number;
  readonly protocol: 'udp' | 'tcp' | 'http';
}

/** Chooses by the request; undefined is the right answer. */
export type OddAnswers = (occasion: OddOccasion) => OddAnswer | undefined;

/** Of the request id in the envelope. */
const REQUEST_ID_OFFSET = 8;

/** 1 January 2000, long past for every client. */
const EXPIRED = 946_684_800;

/** The reply with what can be wrong before it is encoded and signed. */
export function distortReply(reply: Reply, odd: OddAnswer): Reply {
  switch (odd.kind) {
    case 'code':
      return {
        ...reply,
        responseCode: odd.code,
        body: { kind: 'error', message: odd.message ?? 'as told', indexes: [] },
      };
    case 'referral':
      return {
        ...reply,
        responseCode: odd.code,
        body: { kind: 'referral', referralHandle: odd.handle ?? '', values: odd.values },
      };
    case 'other-request-id':
      return { ...reply, requestId: (reply.requestId ^ 1) >>> 0 };
    case 'other-opcode':
      return { ...reply, opcode: Opcode.listHandles };
    case 'other-handle':
      return { ...reply, echo: echoOf(odd.handle) };
    case 'other-serial':
      return { ...reply, siteSerial: odd.serial };
    case 'expired':
      return { ...reply, expiration: EXPIRED };
    case 'bad-digest':
      return withOtherDigest(reply);
    case 'unsigned':
      return { ...reply, privateKey: undefined };
    case 'other-digest':
      return { ...reply, signatureDigest: odd.digest };
    case 'forged':
      return forgedReply(reply, odd.values, odd.privateKey);
    default:
      return reply;
  }
}

/** The message with what can be wrong after that. */
export function distortMessage(message: Uint8Array, odd: OddAnswer): Uint8Array {
  switch (odd.kind) {
    case 'bad-signature':
      return withByteChanged(message, message.length - 1);
    case 'replayed':
      return withRequestIdOf(message, odd.message);
    case 'corrupt':
      return withByteChanged(message, Math.floor((odd.at ?? 0.5) * (message.length - 1)));
    case 'garbage':
      return Buffer.from('this is no handle message at all, however long you look at it');
    case 'truncated':
      return message.subarray(0, Math.floor(message.length / 2));
    default:
      return message;
  }
}

/** The datagrams of a message as they are to be sent. */
export function distortDatagrams(
  datagrams: readonly Uint8Array[],
  odd: OddAnswer,
): readonly Uint8Array[] {
  switch (odd.kind) {
    case 'duplicate-fragments':
      return datagrams.flatMap((datagram) => [datagram, datagram]);
    case 'reversed-fragments':
      return datagrams.toReversed();
    case 'missing-fragment':
      return datagrams.slice(0, -1);
    default:
      return datagrams;
  }
}

function forgedReply(
  reply: Reply,
  values: readonly HandleValue[] | undefined,
  privateKey: KeyObject | undefined,
): Reply {
  return {
    ...reply,
    // Who does not ask for a signature gets none.
    privateKey: reply.privateKey && privateKey,
    ...(values && {
      responseCode: ResponseCode.success,
      body: { kind: 'prepared', list: valueListBytes(values) },
    }),
  };
}

function withRequestIdOf(message: Uint8Array, earlier: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(earlier);
  changed.set(message.subarray(REQUEST_ID_OFFSET, REQUEST_ID_OFFSET + 4), REQUEST_ID_OFFSET);
  return changed;
}

function valueListBytes(values: readonly HandleValue[]): Uint8Array {
  const writer = new Writer();
  encodeValueList(writer, values);
  return writer.finish();
}

function withOtherDigest(reply: Reply): Reply {
  if (reply.requestDigest === undefined) return reply;
  const digest = Uint8Array.from(reply.requestDigest.digest, (byte) => byte ^ 0xff);
  return { ...reply, requestDigest: { ...reply.requestDigest, digest } };
}

function withByteChanged(message: Uint8Array, position: number): Uint8Array {
  const changed = Uint8Array.from(message);
  changed[position] = (changed[position] as number) ^ 0xff;
  return changed;
}

function echoOf(handle: Handle): Uint8Array {
  const text = encodeText(handle);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text]);
}
