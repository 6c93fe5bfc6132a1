import { encodeLinkPath } from '../locations/percent-encode.ts';
import type { RedirectTarget } from '../locations/redirect-target.ts';
import type { Explanation } from './explain.ts';
import type { Language } from './language.ts';
import { createLanguages, type Languages } from './languages.ts';
import { PROBLEMS } from './problem-names.ts';
import type { RecordView } from './record-view.ts';
import type { ResponseHeaders } from './respond.ts';
import type { Assets } from './static-files.ts';
import type { Templates } from './templates.ts';

/** The pages as functions of what they show. */
export interface Pages {
  /** Path under which visitors see this proxy; begins and ends with `/`. */
  readonly base: string;
  /** The pages for a visitor who sends this Accept-Language header. */
  in(acceptLanguage: string | undefined): LocalPages;
  /** In no language but the link's own: shared caches keep one copy for all visitors. */
  redirect(target: RedirectTarget): string;
  /**
   * What stands before, between and after the location and the text of a redirect, both as HTML;
   * undefined when nobody knows what else the page does with them.
   */
  readonly redirectParts: readonly string[] | undefined;
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
  /**
   * What of that page stands before and behind the handle it is about; undefined when the handle
   * stands elsewhere too, or nobody knows what else the page does with it.
   */
  errorParts(explanation: Explanation): readonly [string, string] | undefined;
}

export interface PagesOptions {
  readonly templates: Templates;
  /** Path under which visitors see this proxy; begins and ends with `/`. */
  readonly base: string;
  /** Their addresses carry their version, so that browsers may keep them. */
  readonly assets: Assets;
  /** The tag of the language for visitors whom none suits. @default 'en' */
  readonly language?: string;
  /** What the pages call themselves. @default a name in the visitor's language */
  readonly title?: string;
}

/** Stands in no URL and in no handle. */
const GAP = '\u0000';

export function createPages({ templates, base, assets, language, title }: PagesOptions): Pages {
  const site = {
    base,
    title,
    asset: (name: string) => `${base}static/${name}?v=${assets.get(name)?.version ?? ''}`,
    handlePath: (handle: string) => base + encodeLinkPath(handle),
    apiPath: (handle: string) => `${base}api/handles/${encodeLinkPath(handle)}`,
  };
  const local = new Map<Language, LocalPages>();
  let version = -1;
  let languages: Languages;

  /** Anew whenever the templates have changed. */
  function prepare(): void {
    version = templates.version;
    languages = createLanguages(templates.texts, language);
    local.clear();
    for (const each of languages.all) pagesIn(each);
  }

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
      errorParts(explanation) {
        if (templates.isCustom('error') || templates.isCustom('layout')) return undefined;
        const page = made.error({ ...explanation, handle: GAP });
        const [before, behind, ...more] = page.split(GAP);
        if (before === undefined || behind === undefined || more.length > 0) return undefined;
        return [before, behind];
      },
    };
    local.set(own, made);
    return made;
  }

  // Whatever is wrong with a page is found out now, and not by the first visitor.
  prepare();
  return {
    base,
    in(acceptLanguage) {
      if (version !== templates.version) prepare();
      return pagesIn(languages.for(acceptLanguage));
    },
    redirect: (target) => templates.render('redirect', target),
    redirectParts: templates.isCustom('redirect')
      ? undefined
      : templates.render('redirect', { location: GAP, text: GAP }).split(GAP),
  };
}
