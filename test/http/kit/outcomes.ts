import { type ValueJson, valueFromJson } from '../../../src/protocol/json/value-json.ts';
import type { Resolution } from '../../../src/resolver/resolution.ts';
import { NOW } from './fake-resolver.ts';
import { admin, url } from './records.ts';
import type { TestProxy } from './serve.ts';

const rsa = { format: 'key', value: { kty: 'RSA', n: 'q6urq6urqw', e: 'AQAB' } } as const;

/** Values with data in every form, and with every member that values can have, as JSON. */
export const EVERY_FORM: readonly ValueJson[] = [
  { index: 1, type: 'URL', data: { format: 'string', value: 'https://example.org/' }, ttl: 60 },
  { index: 2, type: 'BLOB', data: { format: 'base64', value: 'AAH/' }, ttl: 60 },
  {
    index: 3,
    type: 'HS_ADMIN',
    data: {
      format: 'admin',
      value: { handle: '0.NA/a', index: 300, permissions: '011111110011', legacyByteLength: true },
    },
    ttl: 60,
  },
  {
    index: 4,
    type: 'HS_VLIST',
    data: { format: 'vlist', value: [{ handle: 'a/b', index: 300 }] },
    ttl: 60,
  },
  {
    index: 5,
    type: 'HS_SITE',
    data: {
      format: 'site',
      value: {
        version: 1,
        protocolVersion: '2.11',
        serialNumber: 3,
        primarySite: true,
        multiPrimary: false,
        hashOption: 1,
        hashFilter: 'x',
        attributes: [{ name: 'desc', value: 'A site' }],
        servers: [
          {
            serverId: 1,
            address: '192.0.2.7',
            publicKey: rsa,
            interfaces: [
              { query: true, admin: false, protocol: 'UDP', port: 2641 },
              { query: true, admin: true, protocol: 9, port: 8000 },
            ],
          },
          {
            serverId: 2,
            address: '2001:db8::7',
            publicKey: { format: 'base64', value: 'AAH/' },
            interfaces: [],
          },
        ],
      },
    },
    ttl: 60,
  },
  { index: 6, type: 'HS_PUBKEY', data: rsa, ttl: 60 },
  {
    index: 7,
    type: 'HS_PUBKEY',
    data: { format: 'key', value: { kty: 'DSA', y: 'AQ', p: 'Ag', q: 'Aw', g: 'BA' } },
    ttl: 60,
  },
  {
    index: -8,
    type: 'DESC',
    data: { format: 'string', value: '' },
    permissions: '1111',
    ttl: '2030-01-01T00:00:00Z',
    timestamp: '2020-01-02T03:04:05Z',
    references: [{ handle: 'a/b', index: 300 }],
  },
];

/** What can become of a handle, by the handle that it becomes of. */
export const OUTCOMES: Readonly<Record<string, Partial<Resolution>>> = {
  'a/found': {
    outcome: 'found',
    values: EVERY_FORM.map((json) => valueFromJson(json)),
    freshUntil: NOW + 60_000,
  },
  'a/shown': { outcome: 'found', values: [admin], freshUntil: NOW + 60_000 },
  'a/alias': {
    outcome: 'found',
    handle: 'a/end',
    aliases: ['a/alias', 'a/middle'],
    values: [url('https://example.org/')],
    freshUntil: NOW + 60_000,
  },
  'a/hit': { outcome: 'found', values: [admin], freshUntil: NOW + 60_000, cache: 'hit' },
  'a/stale': { outcome: 'found', values: [admin], freshUntil: NOW - 60_000, cache: 'stale' },
  'a/nothing': { outcome: 'handle-not-found', responseCode: 100 },
  'a/no-values': { outcome: 'values-not-found', responseCode: 200 },
  'a/no-prefix': { outcome: 'prefix-not-found', prefix: 'a', message: 'no service' },
  'a/alias-loop': { outcome: 'alias-loop', aliases: ['a/alias-loop', 'a/b'], message: 'round' },
  'a/long-chain': { outcome: 'alias-chain-too-long', message: 'too long' },
  'a/dangling': { outcome: 'alias-dangling', aliases: ['a/dangling'], message: 'nowhere' },
  'a/restricted': { outcome: 'restricted', responseCode: 402, message: 'secret' },
  'a/forbidden': { outcome: 'restricted', responseCode: 401, message: 'secret' },
  'a/timeout': { outcome: 'timeout', message: 'slow' },
  'a/unreachable': { outcome: 'unreachable', message: 'gone' },
  'a/busy': { outcome: 'busy', responseCode: 3, message: 'busy' },
  'a/backup': { outcome: 'busy', responseCode: 7, message: 'backup', retryAfterSeconds: 9 },
  'a/bad-answer': { outcome: 'bad-answer', responseCode: 301, message: 'not mine' },
  'a/garbage': { outcome: 'bad-answer', message: 'garbage' },
  'a/bad-signature': { outcome: 'bad-signature', message: 'forged' },
  'a/service-loop': { outcome: 'service-loop', message: 'round' },
  'a/referral-loop': { outcome: 'referral-loop', responseCode: 303, message: 'round' },
  'a/too-many': { outcome: 'too-many-exchanges', message: 'too many' },
};

/** Makes all of this happen, and a mistake of our own for `a/mistake`. */
export function tellOutcomes({ resolver }: TestProxy): void {
  for (const [handle, outcome] of Object.entries(OUTCOMES)) resolver.answer(handle, outcome);
  resolver.answer('a/mistake', new Error('a mistake'));
}
