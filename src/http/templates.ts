import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';

/** The pages, compiled. */
export interface Templates {
  /**
   * Fills the template in; what it prints is escaped.
   *
   * @param name of the file, without `.eta`
   */
  render(name: string, view: object): string;
  /** The files beside the pages, by name: style sheet, icons. */
  readonly assets: ReadonlyMap<string, Buffer<ArrayBuffer>>;
}

/** Beside `src/` as beside `dist/`. */
const OWN_TEMPLATES = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * Reads all templates and the files in `static/` beside them, once: later changes need a restart.
 * Templates are programs; whoever may write them may do what this process may do.
 *
 * @throws when the directory cannot be read or a template cannot be compiled
 */
export function loadTemplates(directory = OWN_TEMPLATES): Templates {
  const eta = new Eta({ debug: false });
  const names = readdirSync(directory).filter((file) => file.endsWith('.eta'));
  for (const file of names) {
    eta.loadTemplate(`@${file.slice(0, -4)}`, readFileSync(`${directory}/${file}`, 'utf8'));
  }
  const assets = readdirSync(`${directory}/static`).map(
    (file) => [file, readFileSync(`${directory}/static/${file}`)] as const,
  );
  return {
    render: (name, view) => eta.render(`@${name}`, view),
    assets: new Map(assets),
  };
}
