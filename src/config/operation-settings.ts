import { proxyRanges } from './address-kinds.ts';
import { offOr, oneOf, text, textThat, wholeNumber } from './kind.ts';
import { MAX_WORKERS } from './limits.ts';
import { redisAddress } from './redis-address.ts';
import { secret } from './secret.ts';
import type { CommandName, Setting } from './settings.ts';

const PROXY: readonly CommandName[] = ['serve', 'demo'];

/**
 * What concerns those who run it: who is let in, logs, the admin listener, what copies share, starting and
 * stopping.
 */
export const OPERATION_SETTINGS = {
  rateLimit: {
    kind: wholeNumber('N', 1, 1_000_000),
    default: undefined,
    defaultText: 'no limit',
    description:
      'Requests per second from one client network (a /24 of IPv4, a /56 of IPv6); more get 429.',
    commands: PROXY,
  },
  rateBurst: {
    kind: wholeNumber('N', 1, 1_000_000),
    default: 200,
    description: 'How many of them may come at once after a quiet time.',
    commands: PROXY,
  },
  rateExempt: {
    kind: proxyRanges,
    default: undefined,
    defaultText: 'this machine',
    description: 'Networks that may ask as often as they like, beside this machine.',
    commands: PROXY,
  },
  blockList: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'nobody',
    description:
      'Addresses and networks that get 403, one in a line; read again when the file changes.',
    commands: PROXY,
  },
  logLevel: {
    kind: oneOf('error', 'warn', 'info', 'debug'),
    default: 'info',
    description:
      'What is told: warn and error only what goes wrong, info also starting and stopping, debug also each exchange with a handle server.',
    commands: PROXY,
  },
  accessLog: {
    kind: oneOf('off', 'json', 'handle', 'combined'),
    default: 'off',
    description:
      'One line on stdout for each request: json, as handle servers write it, or in Combined format.',
    commands: PROXY,
  },
  logClientAddress: {
    kind: oneOf('network', 'full', 'off'),
    default: 'network',
    description:
      'What the access log says of a client: its network, a /24 of IPv4 or /56 of IPv6; its full address; or nothing.',
    commands: PROXY,
  },
  adminHost: {
    kind: text('ADDRESS'),
    default: '127.0.0.1',
    description:
      'Address or name to listen on for operators: metrics, purging, inspection. Beyond this machine it needs adminToken.',
    commands: PROXY,
  },
  adminPort: {
    kind: offOr(wholeNumber('PORT', 0, 65_535)),
    default: undefined,
    defaultText: '9464, or any free one when that is taken',
    description: 'TCP port to listen on for operators; 0 takes any free one, off takes none.',
    commands: PROXY,
  },
  adminToken: {
    kind: secret(
      textThat('SECRET', 'at least 16 ASCII characters without spaces', (given) =>
        /^[\x21-\x7e]{16,}$/.test(given),
      ),
    ),
    default: undefined,
    defaultText: 'none needed on this machine',
    description: 'What operators must send to the admin listener as “Authorization: Bearer …”.',
    commands: PROXY,
  },
  workers: {
    kind: wholeNumber('N', 1, MAX_WORKERS),
    default: 1,
    description:
      'How many processes answer at the same port, each with a cache of its own; SIGHUP replaces them one by one.',
    commands: PROXY,
  },
  tlsCert: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'plain HTTP',
    description:
      'Certificate to speak HTTPS with, in PEM form with those of its issuers; read again when it changes.',
    commands: PROXY,
  },
  tlsKey: {
    kind: text('FILE'),
    default: undefined,
    defaultText: 'plain HTTP',
    description: 'The key of that certificate, in PEM form, without a password.',
    commands: PROXY,
  },
  redisUrl: {
    kind: redisAddress,
    default: undefined,
    defaultText: 'nothing is shared',
    description:
      'Redis or Valkey, which copies share what they know through; rediss:// is TLS. Its loss costs speed only.',
    commands: PROXY,
  },
  redisPrefix: {
    kind: textThat('TEXT', 'letters, digits, dots, colons, hyphens and underscores', (given) =>
      /^[\w.:-]{1,64}$/.test(given),
    ),
    default: 'hdl-edge',
    description:
      'What all keys in Redis begin with: copies share only with those that have the same, and must have the same bootstrap.',
    commands: PROXY,
  },
  drainGrace: {
    kind: wholeNumber('SECONDS', 0, 3600),
    default: 8,
    description: 'How long requests in hand may take after SIGTERM, in seconds.',
    commands: PROXY,
  },
} as const satisfies Record<string, Setting<unknown>>;
