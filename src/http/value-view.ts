import { type HandleValue, TtlType } from '../handle/handle-value.ts';
import { Permission } from '../handle/permission.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import { redirectTarget } from '../locations/redirect-target.ts';
import { dataToJson } from '../protocol/json/data-json.ts';
import { MAX_SHOWN_BYTES, MAX_SHOWN_CHARACTERS } from './limits.ts';

/** A value as the record page shows it. */
export interface ValueView {
  readonly index: number;
  readonly type: string;
  readonly data: DataView;
  readonly ttl: string;
  /** ISO 8601; undefined when the publisher's clock is not known. */
  readonly changed: string | undefined;
  /** Who may do what, in words. */
  readonly permissions: string;
  readonly references: readonly HandleLink[];
}

export interface HandleLink {
  readonly index: number | undefined;
  readonly handle: string;
}

/** `left` is how much was cut off. */
export type DataView =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string; readonly left: number }
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  | { readonly kind: 'handles'; readonly links: readonly HandleLink[] }
  | { readonly kind: 'admin'; readonly link: HandleLink; readonly may: readonly string[] }
  | {
      readonly kind: 'json';
      readonly summary: string;
      readonly text: string;
      readonly left: number;
    }
  | {
      readonly kind: 'binary';
      readonly bytes: number;
      readonly hex: string;
      readonly left: number;
    };

/** The permissions of an administrator, in the order of their digits in JSON. */
const ADMIN_WORDS = [
  'list handles',
  'read values',
  'add administrators',
  'remove administrators',
  'change administrators',
  'add values',
  'remove values',
  'change values',
  'delete derived prefixes',
  'add derived prefixes',
  'delete handles',
  'create handles',
] as const;

export function valueView(value: HandleValue): ValueView {
  return {
    index: value.index,
    type: value.type,
    data: dataView(value),
    ttl: ttlText(value),
    changed: value.timestamp === 0 ? undefined : instantText(value.timestamp),
    permissions: permissionWords(value.permissions),
    references: value.references,
  };
}

function dataView({ type, data }: HandleValue): DataView {
  const json = dataToJson(type, data);
  switch (json.format) {
    case 'string':
      return textView(type, json.value);
    case 'base64':
      return binaryView(data);
    case 'vlist':
      return { kind: 'handles', links: json.value };
    case 'admin': {
      const digits = json.value.permissions.slice(-ADMIN_WORDS.length);
      return {
        kind: 'admin',
        link: json.value,
        may: ADMIN_WORDS.filter((_, position) => digits[position] === '1'),
      };
    }
    case 'site': {
      const { servers, protocolVersion } = json.value;
      const addresses = servers.map((server) => server.address).join(', ');
      const count = servers.length === 1 ? '1 server' : `${servers.length} servers`;
      return jsonView(`Site with ${count} (${addresses}), protocol ${protocolVersion}`, json.value);
    }
    case 'key':
      return jsonView(`${json.value.kty} public key`, json.value);
  }
}

function textView(type: string, text: string): DataView {
  if (text === '') return { kind: 'empty' };
  if (hasType(type, ValueType.alias) || hasType(type, ValueType.serv)) {
    return { kind: 'handles', links: [{ index: undefined, handle: text }] };
  }
  if (hasType(type, ValueType.email) && /^[^\s@?&]+@[^\s@?&]+$/.test(text)) {
    const target = redirectTarget(`mailto:${text}`);
    if ('location' in target) return { kind: 'link', href: target.location, text };
  }
  if (text.length <= MAX_SHOWN_CHARACTERS && !/\s/.test(text)) {
    const target = redirectTarget(text);
    if ('location' in target) return { kind: 'link', href: target.location, text };
  }
  return { kind: 'text', ...cut(text) };
}

function binaryView(data: Uint8Array): DataView {
  const shown = Buffer.from(data.subarray(0, MAX_SHOWN_BYTES)).toString('hex').toUpperCase();
  return {
    kind: 'binary',
    bytes: data.length,
    hex: shown.replace(/(..)(?=.)/g, '$1 '),
    left: Math.max(0, data.length - MAX_SHOWN_BYTES),
  };
}

function jsonView(summary: string, json: unknown): DataView {
  return { kind: 'json', summary, ...cut(JSON.stringify(json, undefined, 2)) };
}

function cut(text: string): { text: string; left: number } {
  if (text.length <= MAX_SHOWN_CHARACTERS) return { text, left: 0 };
  // A character of two units must not be cut in half.
  const shown = text.slice(0, MAX_SHOWN_CHARACTERS).replace(/[\ud800-\udbff]$/, '');
  return { text: shown, left: text.length - shown.length };
}

function ttlText({ ttlType, ttl }: HandleValue): string {
  return ttlType === TtlType.absolute ? `until ${readableInstant(ttl)}` : durationText(ttl);
}

/** `1 day`, `90 minutes`: in the largest unit that goes without a remainder. */
function durationText(seconds: number): string {
  const [size, unit] =
    [[86_400, 'day'] as const, [3_600, 'hour'] as const, [60, 'minute'] as const].find(
      ([candidate]) => seconds >= candidate && seconds % candidate === 0,
    ) ?? ([1, 'second'] as const);
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** That administrators may read and write goes without saying. */
function permissionWords(permissions: number): string {
  const everyone = rights(permissions, Permission.publicRead, Permission.publicWrite);
  const administrators = rights(permissions, Permission.adminRead, Permission.adminWrite);
  const words = `everyone may ${everyone}`;
  return administrators === 'read and write'
    ? words
    : `${words}, administrators may ${administrators}`;
}

function rights(permissions: number, read: number, write: number): string {
  const mayRead = (permissions & read) !== 0;
  const mayWrite = (permissions & write) !== 0;
  if (mayRead) return mayWrite ? 'read and write' : 'read';
  return mayWrite ? 'write' : 'do nothing';
}

function instantText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** `2025-01-01 00:00 UTC` */
export function readableInstant(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
