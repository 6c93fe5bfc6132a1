import { text } from '../config/kind.ts';
import { type Command, switchOption } from './command.ts';

export const configCommand: Command = {
  operands: '[flags]',
  operandCount: 0,
  summary: 'show the settings that hold and who says so, or check a config file',
  explanation: [
    'Prints every setting with its value and where it comes from: a flag, a variable of the environment, a line of the config file, or the default. What is secret is not shown.',
  ],
  options: {
    check: {
      kind: text('FILE'),
      description:
        'Tells everything that is wrong with a config file and the files that it names, by line and column.',
    },
    schema: switchOption('Prints the JSON Schema of config files, for editors.'),
    json: switchOption('Prints the settings as JSON.'),
  },
  examples: [
    ['hdl-edge config --config hdl-edge.json', 'shows what holds with this file'],
    ['hdl-edge config --check hdl-edge.json', 'checks the file before it is used'],
    ['hdl-edge config --schema > config.schema.json', 'writes the schema for an editor'],
  ],
  exitStatuses: [
    [0, 'all is well'],
    [2, 'something is wrong; stderr says what'],
  ],
  wrongUsage: 2,
  failure: 2,
};

export const importCommand: Command = {
  operands: 'FILE… [flags]',
  operandCount: Number.POSITIVE_INFINITY,
  summary: 'make a config file of those of the Java proxy or a handle server',
  explanation: [
    'Reads hdlproxy.properties, config.dct, resolver_site, local_info and bootstrap_handles files, in any of their forms, and prints a config file that says the same. Tells on stderr what became of each line, and why where it has no counterpart. Of two files that say different things the first counts.',
  ],
  options: {
    output: {
      kind: text('FILE'),
      description: 'Writes the config file there, where there is none yet, and not to stdout.',
    },
  },
  examples: [
    ['hdl-edge import hdlproxy.properties', 'shows what it would be here'],
    [
      'hdl-edge import ~/.handle/config.dct ~/.handle/local_info --output hdl-edge.json',
      'writes a config file',
    ],
  ],
  exitStatuses: [
    [0, 'written'],
    [2, 'a file cannot be read, or the config file cannot be written'],
    [64, 'wrong usage'],
  ],
  wrongUsage: 64,
  failure: 2,
};

export const sitesCommand: Command = {
  operands: '[HANDLE] [flags]',
  operandCount: 1,
  summary: 'list the servers of the registry or of a handle, and ask each whether it answers',
  explanation: [
    'Lists the sites of the registry that resolution starts from, or of the service that HANDLE belongs to, and asks every interface of every server for the record of its own site. HANDLE may also be a prefix. KEY is the beginning of the SHA-256 of the server’s key in the site record.',
  ],
  options: {
    json: switchOption('Prints a JSON array with what is known of each interface.'),
  },
  examples: [
    ['hdl-edge sites', 'tells how the public registry is doing'],
    ['hdl-edge sites 20.1000/100', 'tells how the servers of a handle are doing'],
    [
      'hdl-edge sites 20.500.1 --bootstrap demo.json',
      'the same of a prefix in a network of your own',
    ],
  ],
  exitStatuses: [
    [0, 'all interfaces answered'],
    [1, 'some did'],
    [2, 'none did, or no service was found; or a bad setting'],
    [64, 'wrong usage'],
  ],
  wrongUsage: 64,
  failure: 2,
};
