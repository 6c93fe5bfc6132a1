import { encodePath } from '../locations/percent-encode.ts';
import type { RedirectTarget } from '../locations/redirect-target.ts';
import type { Explanation } from './explain.ts';
import type { RecordView } from './record-view.ts';
import type { Asset } from './static-files.ts';
import type { Templates } from './templates.ts';

/** The pages as functions of what they show. */
export interface Pages {
  /** Path under which visitors see this proxy; begins and ends with `/`. */
  readonly base: string;
  query(): string;
  help(): string;
  redirect(target: RedirectTarget): string;
  record(view: RecordView): string;
  error(explanation: Explanation): string;
}

/**
 * @param base path under which visitors see this proxy; begins and ends with `/`
 * @param assets whose addresses carry their version, so that browsers may keep them
 */
export function createPages(
  templates: Templates,
  base: string,
  assets: ReadonlyMap<string, Asset>,
): Pages {
  const site = {
    base,
    asset: (name: string) => `${base}static/${name}?v=${assets.get(name)?.version ?? ''}`,
    handlePath: (handle: string) => base + encodePath(handle),
    apiPath: (handle: string) => `${base}api/handles/${encodePath(handle)}`,
  };
  const query = templates.render('query', { site });
  const help = templates.render('help', { site });
  return {
    base,
    query: () => query,
    help: () => help,
    redirect: (target) => templates.render('redirect', target),
    record: (view) => templates.render('record', { site, ...view }),
    error: (explanation) => templates.render('error', { site, ...explanation }),
  };
}
