import { type HandleValue, TtlType } from '../handle/handle-value.ts';
import { Permission } from '../handle/permission.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import { redirectTarget } from '../locations/redirect-target.ts';
import { dataToJson } from '../protocol/json/data-json.ts';
import type { Language } from './language.ts';
import { MAX_SHOWN_BYTES, MAX_SHOWN_CHARACTERS } from './limits.ts';
import { type LocationView, locationsView } from './locations-view.ts';

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
  | {
      readonly kind: 'locations';
      readonly locations: readonly LocationView[];
      readonly text: string;
      readonly left: number;
    }
  | { readonly kind: 'admin'; readonly link: HandleLink; readonly may: string }
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

/** How many permissions an administrator may have; the texts name them in the order of the digits in JSON. */
const ADMIN_PERMISSIONS = 12;

export function valueView(value: HandleValue, language: Language): ValueView {
  return {
    index: value.index,
    type: value.type,
    data: dataView(value, language),
    ttl: ttlText(value, language),
    changed: value.timestamp === 0 ? undefined : instantText(value.timestamp),
    permissions: permissionWords(value.permissions, language),
    references: value.references,
  };
}

function dataView(value: HandleValue, language: Language): DataView {
  const { type, data } = value;
  const json = dataToJson(type, data);
  switch (json.format) {
    case 'string': {
      const locations = hasType(type, ValueType.location) ? locationsView(value) : undefined;
      return locations === undefined
        ? textView(type, json.value)
        : { kind: 'locations', locations, ...cut(json.value) };
    }
    case 'base64':
      return binaryView(data);
    case 'vlist':
      return { kind: 'handles', links: json.value };
    case 'admin': {
      const digits = [...json.value.permissions.slice(-ADMIN_PERMISSIONS)];
      const may = digits.flatMap((digit, position) =>
        digit === '1' ? language.text(`admin.${position}`) : [],
      );
      return { kind: 'admin', link: json.value, may: language.list(may) };
    }
    case 'site': {
      const { servers, protocolVersion } = json.value;
      const addresses = servers.map((server) => server.address).join(', ');
      const parameters = { count: servers.length, addresses, version: protocolVersion };
      return jsonView(language.text('record.site', parameters), json.value);
    }
    case 'key':
      return jsonView(language.text('record.key', { kind: json.value.kty }), json.value);
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

function ttlText({ ttlType, ttl }: HandleValue, language: Language): string {
  return ttlType === TtlType.absolute
    ? language.text('record.until', { time: readableInstant(ttl) })
    : language.duration(ttl);
}

/** That administrators may read and write goes without saying. */
function permissionWords(permissions: number, language: Language): string {
  const everyone = rights(permissions, Permission.publicRead, Permission.publicWrite);
  const administrators = rights(permissions, Permission.adminRead, Permission.adminWrite);
  const key = administrators === 'rights.readWrite' ? 'rights.everyone' : 'rights.both';
  return language.text(key, {
    everyone: language.text(everyone),
    administrators: language.text(administrators),
  });
}

function rights(permissions: number, read: number, write: number): string {
  const mayRead = (permissions & read) !== 0;
  const mayWrite = (permissions & write) !== 0;
  if (mayRead) return mayWrite ? 'rights.readWrite' : 'rights.read';
  return mayWrite ? 'rights.write' : 'rights.nothing';
}

function instantText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** `2025-01-01 00:00 UTC` */
export function readableInstant(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
