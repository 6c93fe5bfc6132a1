// Prints what is needed at run time as a CycloneDX document, from package.json and
// package-lock.json. `npm sbom --omit dev` in the checkout would leave out whatever a development
// tool needs as well; so npm looks at a project that has no such tools.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const parent = mkdtempSync(join(tmpdir(), 'hdl-edge-sbom-'));
// npm takes the folder's name for the project's.
const folder = join(parent, 'hdl-edge');
mkdirSync(folder);
try {
  const { devDependencies: _tools, ...manifest } = read('package.json');
  const lock = read('package-lock.json');
  const { devDependencies: _sameTools, ...root } = lock.packages[''];
  const needed = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
  write('package.json', manifest);
  write('package-lock.json', { ...lock, packages: { '': root, ...Object.fromEntries(needed) } });
  const given = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const bill = execFileSync('npm', given, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  process.stdout.write(bill);
} finally {
  rmSync(parent, { recursive: true });
}

function read(name) {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
}

function write(name, json) {
  writeFileSync(join(folder, name), JSON.stringify(json));
}
