import { readdirSync, statSync } from 'node:fs';
import type { Clock } from '../system.ts';
import { TEMPLATE_CHECK_MS } from './limits.ts';
import { loadTemplates, type Templates } from './templates.ts';

/**
 * An operator's templates that are read again when a file changes, so that whoever writes them sees
 * them at once. Looks at the files when a page is asked for, at most twice a second.
 *
 * @throws when the folder cannot be read at the beginning
 */
export function reloadingTemplates(
  folder: string,
  onProblem: (message: string) => void,
  clock: Clock,
): Templates {
  let current = loadTemplates(folder, onProblem);
  let state = stateOf(folder);
  let lookedAt = clock.elapsed();
  let version = 0;

  function look(): void {
    const now = clock.elapsed();
    if (now - lookedAt < TEMPLATE_CHECK_MS) return;
    lookedAt = now;
    try {
      const present = stateOf(folder);
      if (present === state) return;
      current = loadTemplates(folder, onProblem);
      state = present;
      version += 1;
    } catch (error) {
      onProblem(
        `${folder} cannot be read again: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  return {
    render: (name, view) => current.render(name, view),
    // What is not may be one the next moment.
    isCustom: () => true,
    get texts() {
      return current.texts;
    },
    get assets() {
      return current.assets;
    },
    get version() {
      look();
      return version;
    },
  };
}

/** Names, sizes and times of all files; equal while none of them changes. */
function stateOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mtimeMs, size } = statSync(`${folder}/${name}`);
      return `${name} ${mtimeMs} ${size}`;
    })
    .join('\n');
}
