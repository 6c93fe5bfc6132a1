import { listOf, oneOf, text, wholeNumber } from '../config/kind.ts';
import type { CommandName } from '../config/settings.ts';
import { MAX_RATE, MAX_SECONDS } from '../load/limits.ts';
import { PICKS } from '../load/picker.ts';
import { type Command, switchOption } from './command.ts';
import { configCommand, importCommand, sitesCommand } from './operator-commands.ts';

const SERVER_STATUSES = [
  [0, 'stopped by SIGTERM or SIGINT after the requests in hand were answered'],
  [1, 'could not listen: the port is taken, or not for this user'],
  [2, 'a setting is unknown or bad, or the file it names cannot be used'],
] as const;

export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  serve: {
    operands: '[flags]',
    operandCount: 0,
    summary: 'run the proxy',
    explanation: [
      'Answers http://HOST:PORT/PREFIX/SUFFIX with a redirect to the location in that handle’s record. The record is looked up by the native handle protocol, starting from the public Global Handle Registry unless --bootstrap says otherwise.',
    ],
    options: {},
    examples: [
      ['hdl-edge serve', 'serves from the public registry on http://127.0.0.1:8080'],
      ['hdl-edge serve --host 0.0.0.0 --port 80 --access-log json', 'serves everybody and logs'],
      ['hdl-edge serve --bootstrap my-registry.json', 'serves from a registry of your own'],
    ],
    exitStatuses: SERVER_STATUSES,
    wrongUsage: 2,
    failure: 1,
  },
  demo: {
    operands: '[flags]',
    operandCount: 0,
    summary: 'run the proxy over an embedded handle network, to try it without the internet',
    explanation: [
      'Starts a small handle network in this process (a root registry and local handle services, speaking the handle protocol over UDP, TCP and HTTP on loopback), and the proxy in front of it. Prints which prefix lives where, and links worth trying.',
      'With --records it serves your own records, so that they can be tried before they are published.',
    ],
    options: {
      json: switchOption(
        'Prints the example links as JSON, and nothing else on stdout, then serves.',
      ),
    },
    examples: [
      ['hdl-edge demo', 'prints links to try and serves them on http://127.0.0.1:8080'],
      ['hdl-edge demo --records records.json', 'serves the records of a file'],
      [
        'hdl-edge demo --network-only --write-bootstrap demo.json',
        'only the handle network, for other programs to resolve against',
      ],
    ],
    exitStatuses: SERVER_STATUSES,
    wrongUsage: 2,
    failure: 1,
  },
  resolve: {
    operands: 'HANDLE [flags]',
    operandCount: 1,
    summary: 'look up one handle and print its values',
    explanation: [
      'Finds the record of a handle by the native handle protocol and prints its values; with --trace also every exchange on the way. HANDLE may be a bare handle such as 20.1000/100, begin with hdl: or doi:, or be the URL of any resolver.',
    ],
    options: {
      type: {
        kind: listOf(text('TYPE'), 'TYPE', 'a list of value types'),
        description: 'Asks for values of this type only; may be repeated.',
      },
      index: {
        kind: listOf(
          wholeNumber('N', -2_147_483_648, 2_147_483_647),
          'N',
          'a list of whole numbers of 32 bits',
        ),
        description: 'Asks for the value with this index only; may be repeated.',
      },
      auth: switchOption('Asks the primary servers, past caches and mirrors.'),
      cert: switchOption('Accepts only an answer that its server has signed.'),
      ignoreAliases: switchOption('Prints the record of an alias instead of what it stands for.'),
      verify: switchOption(
        'Checks who has signed the record (HS_SIGNATURE), up to the root key in the bootstrap.',
      ),
      trace: switchOption('Prints each exchange: who was asked, how, how long, what came back.'),
      json: switchOption(
        'Prints the body of the REST API, with a member “trace”, and with --verify “trust”.',
      ),
    },
    examples: [
      ['hdl-edge resolve 20.1000/100', 'prints the values of a handle'],
      ['hdl-edge resolve 20.1000/100 --type URL --json', 'only its URL values, as JSON'],
      ['hdl-edge resolve 20.1000/100 --trace', 'shows who was asked on the way'],
      ['hdl-edge resolve 20.1000/100 --verify', 'checks the signatures of the record'],
      ['hdl-edge resolve 20.500.1/abc --bootstrap demo.json', 'asks a network of your own'],
    ],
    exitStatuses: [
      [0, 'found'],
      [1, 'the handle does not exist, or has no such values'],
      [
        2,
        'could not tell: unreachable, timed out, a loop, a bad signature; a bad setting; with --verify: not to be trusted',
      ],
      [64, 'wrong usage'],
    ],
    wrongUsage: 64,
    failure: 2,
  },
  load: {
    operands: 'TARGET [flags]',
    operandCount: 1,
    summary: 'load-test resolution: of this proxy, another one, or handle servers',
    explanation: [
      'Asks TARGET for many handles at a steady rate, checks every answer, and tells how long they took. TARGET is a proxy (http://127.0.0.1:8080), a handle server (udp://127.0.0.1:2641, tcp://…, or tunnel://… for its HTTP interface), or a bootstrap file: then the servers of each handle are found first and asked directly.',
      'The rate is kept whatever the answers do (open loop): a request counts from when it was due, so a server that stalls cannot hide it. With --ramp the rate rises by half again and again until TARGET no longer keeps up.',
    ],
    options: {
      handles: {
        kind: text('FILE'),
        description:
          'Handles to ask for, one in a line; after tabs may follow the status and the host of the Location that are right.',
      },
      pattern: {
        kind: text('PATTERN'),
        description: 'Handles to ask for, such as 20.500.1/bench-{0..19999}.',
      },
      log: {
        kind: text('FILE'),
        description: 'Asks for the handles of an access log in the Handle.Net format.',
      },
      pick: {
        kind: oneOf(...PICKS),
        description:
          'Which handle comes next: each in turn, uniform by lot, or zipf: few often, most seldom. Default: each.',
      },
      rate: {
        kind: wholeNumber('N', 1, MAX_RATE),
        description: 'Requests per second; for a ramp, those of the first step. Default: 100.',
      },
      ramp: switchOption('Raises the rate until TARGET no longer keeps up.'),
      duration: {
        kind: wholeNumber('SECONDS', 1, MAX_SECONDS),
        description: 'How long to ask; for a ramp, how long each step takes. Default: 10, or 5.',
      },
      warmUp: {
        kind: wholeNumber('SECONDS', 1, MAX_SECONDS),
        description:
          'Asks in the same way before, for so long, and does not count it: caches fill, connections open. Default: not.',
      },
      seed: {
        kind: wholeNumber('N', 0, 4_294_967_295),
        description: 'The same seed gives the same sequence of handles. Default: 1.',
      },
      protocol: {
        kind: oneOf('udp', 'tcp', 'http'),
        description: 'How handle servers are asked that a bootstrap file leads to. Default: udp.',
      },
      connections: {
        kind: wholeNumber('N', 1, 10_000),
        description: 'HTTP connections kept open, at most. Default: 256.',
      },
      timeout: {
        kind: wholeNumber('MS', 1, 600_000),
        description: 'How long an answer is waited for, in milliseconds. Default: 5000.',
      },
      accept: {
        kind: text('TYPES'),
        description: 'Sent as the Accept header.',
      },
      expectStatus: {
        kind: wholeNumber('N', 0, 9_999),
        description:
          'The HTTP status (natively the response code) that is right. Default: any redirect (natively 1).',
      },
      expectHost: {
        kind: text('HOST'),
        description: 'The host, with its port, that redirects must lead to.',
      },
      varying: switchOption(
        'Answers for one handle may differ, as where locations are drawn by weight.',
      ),
      against: {
        kind: listOf(text('FILE'), 'FILES', 'names of files, separated by commas'),
        description:
          'Results of earlier tests, as --json wrote them, to stand beside this one on the page.',
      },
      json: { kind: text('FILE'), description: 'Writes the result as JSON.' },
      html: { kind: text('FILE'), description: 'Writes the result as a page with plots.' },
      iOperateThis: switchOption(
        'Says that TARGET is yours to burden: without it, servers on public addresses get at most 20 requests per second.',
      ),
    },
    examples: [
      [
        'hdl-edge load http://127.0.0.1:8080 --pattern "20.500.1/bench-{0..999}" --rate 500',
        'asks a proxy on this machine for a thousand handles in turn',
      ],
      [
        'hdl-edge load http://127.0.0.1:8080 --handles handles.txt --ramp --html report.html',
        'finds out how much it can do, with plots',
      ],
      [
        'hdl-edge load demo.json --pattern "20.500.1/bench-{0..999}" --protocol tcp',
        'asks the handle servers that a bootstrap file leads to',
      ],
    ],
    exitStatuses: [
      [0, 'every answer was right; for a ramp: no answer was wrong. Also when it was ended early'],
      [1, 'answers were wrong, or did not come (for a ramp, that ends it)'],
      [2, 'a report could not be written, or a setting is bad'],
      [64, 'wrong usage'],
    ],
    wrongUsage: 64,
    failure: 2,
  },
  sites: sitesCommand,
  config: configCommand,
  import: importCommand,
};

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
