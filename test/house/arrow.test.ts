import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder } from './files.ts';
import { ROOMS } from './rooms.ts';

/** Further than the order: who may import nothing else but these. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  handle: [],
  'events.ts': [],
  'system.ts': [],
  xml: [],
  namespace: ['handle', 'xml', 'events.ts', 'system.ts'],
  'shared-cache': ['handle', 'protocol', 'resolver', 'events.ts', 'system.ts'],
  locations: ['handle', 'xml', 'namespace', 'protocol', 'events.ts', 'system.ts'],
  config: ['handle', 'transport', 'events.ts', 'system.ts'],
  telemetry: ['handle', 'protocol', 'transport', 'resolver', 'events.ts', 'system.ts'],
  admin: ['handle', 'resolver', 'http', 'telemetry', 'system.ts'],
  cluster: ['handle', 'resolver', 'shared-cache', 'admin', 'telemetry', 'events.ts', 'system.ts'],
  demo: ['handle', 'xml', 'namespace', 'protocol', 'transport', 'events.ts', 'system.ts'],
  load: ['handle', 'protocol', 'transport', 'resolver', 'events.ts', 'system.ts'],
  import: ['handle', 'protocol', 'resolver', 'config', 'events.ts', 'system.ts'],
  'main.ts': ['cli'],
};

/** What the package exports may come from any room but those that only the program needs. */
const LIBRARY = 'index.ts';
const PROGRAM_ONLY = ['http', 'config', 'telemetry', 'admin', 'load', 'import', 'cli', 'main.ts'];

function roomOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8');
  const found = source.matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g);
  return [...found].map(([, path = '']) => normalize(join(dirname(file), path)));
}

function isAllowed(from: string, to: string): boolean {
  if (from === to) return true;
  if (from === LIBRARY) return !PROGRAM_ONLY.includes(to);
  const only = ONLY[from];
  if (only !== undefined) return only.includes(to);
  const position = ROOMS.indexOf(to);
  return position >= 0 && position < ROOMS.indexOf(from);
}

const SOURCES = filesUnder('src', /\.ts$/);

describe('the house', () => {
  it('has no room that the order does not name', () => {
    const unnamed = SOURCES.map(roomOf).filter((room) => ![...ROOMS, LIBRARY].includes(room));
    expect(unnamed).toEqual([]);
  });

  it('is built along one arrow: no room imports from one after it', () => {
    const violations = SOURCES.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !isAllowed(roomOf(file), roomOf(imported)))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(violations).toEqual([]);
  });

  it('would notice an import against the arrow', () => {
    expect(isAllowed('protocol', 'resolver')).toBe(false);
    expect(isAllowed('demo', 'http')).toBe(false);
    expect(isAllowed('index.ts', 'telemetry')).toBe(false);
    expect(isAllowed('resolver', 'protocol')).toBe(true);
  });
});
