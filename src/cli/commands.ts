import { type Kind, listOf, text, wholeNumber, yesOrNo } from '../config/kind.ts';
import type { CommandName } from '../config/settings.ts';

/** A flag that makes sense on the command line only, and so has no variable and no file member. */
export interface Option {
  readonly kind: Kind<unknown>;
  readonly description: string;
}

export interface Command {
  /** The usage line after the command's name. */
  readonly operands: string;
  readonly operandCount: 0 | 1;
  readonly summary: string;
  /** What it is, for somebody who has never seen it; paragraphs. */
  readonly explanation: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly (readonly [command: string, effect: string])[];
  readonly exitStatuses: readonly (readonly [status: number, meaning: string])[];
  /** The exit status of wrong usage. */
  readonly wrongUsage: number;
  /** The exit status when it fails in a way that nobody foresaw. */
  readonly failure: number;
}

const SERVER_STATUSES = [
  [0, 'stopped by SIGTERM or SIGINT after the requests in hand were answered'],
  [1, 'could not listen: the port is taken, or not for this user'],
  [2, 'a setting is unknown or bad, or the file it names cannot be used'],
] as const;

const switchOption = (description: string): Option => ({ kind: yesOrNo, description });

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
      trace: switchOption('Prints each exchange: who was asked, how, how long, what came back.'),
      json: switchOption('Prints the body of the REST API, with a member “trace”.'),
    },
    examples: [
      ['hdl-edge resolve 20.1000/100', 'prints the values of a handle'],
      ['hdl-edge resolve 20.1000/100 --type URL --json', 'only its URL values, as JSON'],
      ['hdl-edge resolve 20.1000/100 --trace', 'shows who was asked on the way'],
      ['hdl-edge resolve 20.500.1/abc --bootstrap demo.json', 'asks a network of your own'],
    ],
    exitStatuses: [
      [0, 'found'],
      [1, 'the handle does not exist, or has no such values'],
      [2, 'could not tell: unreachable, timed out, a loop, a bad signature; or a bad setting'],
      [64, 'wrong usage'],
    ],
    wrongUsage: 64,
    failure: 2,
  },
};

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
