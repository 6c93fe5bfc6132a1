import { readFileSync } from 'node:fs';

/** Whether .dockerignore keeps a path from the builder: of its lines the last that matches decides. */
export function isIgnored(path: string): boolean {
  const lines = readFileSync('.dockerignore', 'utf8').trim().split('\n');
  let ignored = false;
  for (const line of lines) {
    const allows = line.startsWith('!');
    if (covers(allows ? line.slice(1) : line, path)) ignored = !allows;
  }
  return ignored;
}

/** A pattern covers what it matches and all that is below. */
function covers(pattern: string, path: string): boolean {
  const parts = path.split('/');
  const wanted = pattern.split('/');
  return (
    wanted.length <= parts.length &&
    wanted.every((part, position) => part === '*' || part === parts[position])
  );
}
