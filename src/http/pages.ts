import { encodePath } from '../locations/percent-encode.ts';
import type { RedirectTarget } from '../locations/redirect-target.ts';
import type { Explanation } from './explain.ts';
import type { Language } from './language.ts';
import { createLanguages } from './languages.ts';
import { PROBLEMS } from './problem-names.ts';
import type { RecordView } from './record-view.ts';
import type { ResponseHeaders } from './respond.ts';
import type { Asset } from './static-files.ts';
import type { Templates } from './templates.ts';

/** The pages as functions of what they show. */
export interface Pages {
  /** Path under which visitors see this proxy; begins and ends with `/`. */
  readonly base: string;
  /** The pages for a visitor who sends this Accept-Language header. */
  in(acceptLanguage: string | undefined): LocalPages;
  /** In no language but the link's own: shared caches keep one copy for all visitors. */
  redirect(target: RedirectTarget): string;
}

/** The pages in one language. */
export interface LocalPages {
  readonly language: Language;
  /** Says that there are others. */
  readonly headers: ResponseHeaders;
  query(): string;
  help(): string;
  record(view: RecordView): string;
  error(explanation: Explanation): string;
}

export interface PagesOptions {
  readonly templates: Templates;
  /** Path under which visitors see this proxy; begins and ends with `/`. */
  readonly base: string;
  /** Their addresses carry their version, so that browsers may keep them. */
  readonly assets: ReadonlyMap<string, Asset>;
  /** The tag of the language for visitors whom none suits. @default 'en' */
  readonly language?: string;
}

export function createPages({ templates, base, assets, language }: PagesOptions): Pages {
  const languages = createLanguages(templates.texts, language);
  const site = {
    base,
    asset: (name: string) => `${base}static/${name}?v=${assets.get(name)?.version ?? ''}`,
    handlePath: (handle: string) => base + encodePath(handle),
    apiPath: (handle: string) => `${base}api/handles/${encodePath(handle)}`,
  };
  const local = new Map<Language, LocalPages>();

  function pagesIn(own: Language): LocalPages {
    const known = local.get(own);
    if (known !== undefined) return known;
    const common = { site, language: own, t: own.text, rich: own.rich, say: own.say };
    const help = templates.render('help', { ...common, problems: PROBLEMS });
    const query = templates.render('query', common);
    const made: LocalPages = {
      language: own,
      headers: { 'Content-Language': own.tag },
      query: () => query,
      help: () => help,
      record: (view) => templates.render('record', { ...common, ...view }),
      error: (explanation) => templates.render('error', { ...common, ...explanation }),
    };
    local.set(own, made);
    return made;
  }

  // Whatever is wrong with a page is found out now, and not by the first visitor.
  for (const each of languages.all) pagesIn(each);
  return {
    base,
    in: (acceptLanguage) => pagesIn(languages.for(acceptLanguage)),
    redirect: (target) => templates.render('redirect', target),
  };
}
