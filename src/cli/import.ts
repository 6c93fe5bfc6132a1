import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Findings, type Note } from '../import/findings.ts';
import { ImportError } from '../import/import-error.ts';
import { importFile } from '../import/import-file.ts';
import { readBounded } from './named-file.ts';
import type { Invocation } from './run.ts';
import { StartError } from './start-error.ts';
import { printable } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** `hdl-edge import FILE…` */
export async function importFiles(invocation: Invocation): Promise<number> {
  const { operands, options, terminal } = invocation;
  if (operands.length === 0) throw new UsageError('Which files? None was given.');
  const findings = new Findings();
  for (const file of operands) readInto(findings, file);
  for (const note of findings.notes) terminal.err(printable(noteText(note)));
  const config = JSON.stringify(findings.settings, undefined, 2);
  const output = options.get('output');
  if (typeof output === 'string') write(output, `${config}\n`);
  else terminal.out(config);
  return 0;
}

function readInto(findings: Findings, file: string): void {
  try {
    // The config file may be used from any folder.
    importFile(resolve(file), readBounded(file), findings);
  } catch (error) {
    const line = error instanceof ImportError ? error.line : undefined;
    const where = line === undefined ? file : `${file}:${line}`;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(printable(`${where} cannot be imported: ${reason}`), 2, error);
  }
}

function noteText({ file, line, key, setting, remark }: Note): string {
  const where = line === undefined ? file : `${file}:${line}: ${key}`;
  if (setting === undefined) return `${where}: left out: ${remark}`;
  return `${where}: now ${setting}${remark === '' ? '' : ` (${remark})`}`;
}

/** Nobody's config file is written over. */
function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const reason = exists ? 'it is there already' : (error as Error).message;
    throw new StartError(`output: ${path} cannot be written: ${reason}`, 2, error);
  }
}
