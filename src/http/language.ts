import { escapeHtml } from './escape-html.ts';

/** What a page says, apart from data: a text by its key, or words of somebody else's. */
export type Message =
  | { readonly key: string; readonly parameters?: Parameters }
  | { readonly verbatim: string };

export type Parameters = Readonly<Record<string, string | number>>;

/** A text, or one for each plural form of the language (CLDR), chosen by the parameter `count`. */
export type Text = string | Readonly<Record<string, string>>;

export type Texts = Readonly<Record<string, Text>>;

/** The texts of the pages in one language. */
export interface Language {
  /** BCP 47. */
  readonly tag: string;
  /** The text with its `{parameters}` filled in; not escaped. The key where there is no such text. */
  text(key: string, parameters?: Parameters): string;
  say(message: Message): string;
  /** HTML of a text in which `` `…` `` is code; everything in it is escaped. */
  rich(key: string, parameters?: Parameters): string;
  /** `90 minutes`: in the largest unit that goes without a remainder. */
  duration(seconds: number): string;
  number(value: number): string;
  /** `a, b and c` */
  list(items: readonly string[]): string;
}

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;

type Formats = ReturnType<typeof formatsOf>;

function formatsOf(tag: string) {
  const unitFormat = (unit: string) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' });
  return {
    numbers: new Intl.NumberFormat(tag),
    plurals: new Intl.PluralRules(tag),
    lists: new Intl.ListFormat(tag, { type: 'conjunction' }),
    units: {
      day: unitFormat('day'),
      hour: unitFormat('hour'),
      minute: unitFormat('minute'),
      second: unitFormat('second'),
    },
  };
}

/** @param fallback is asked for texts that are not there */
export function createLanguage(tag: string, texts: Texts, fallback?: Language): Language {
  let made: Formats | undefined;
  // Making them takes longer than all else, and most languages are not asked for at first.
  const formats = () => {
    made ??= formatsOf(tag);
    return made;
  };

  function templateOf(text: Text, parameters: Parameters): string | undefined {
    if (typeof text === 'string') return text;
    return text[formats().plurals.select(Number(parameters.count ?? 0))] ?? text.other;
  }

  function fill(
    key: string,
    parameters: Parameters,
    write: (text: string) => string,
  ): string | undefined {
    const text = texts[key];
    const template = text === undefined ? undefined : templateOf(text, parameters);
    // Most have none to fill in.
    if (template?.includes('{') !== true) return template;
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = parameters[name];
      if (value === undefined) return whole;
      return write(typeof value === 'number' ? formats().numbers.format(value) : value);
    });
  }

  const language: Language = {
    tag,
    text: (key, parameters = {}) =>
      fill(key, parameters, (value) => value) ?? fallback?.text(key, parameters) ?? key,
    say: (message) =>
      'verbatim' in message ? message.verbatim : language.text(message.key, message.parameters),
    rich(key, parameters = {}) {
      if (texts[key] === undefined && fallback !== undefined) return fallback.rich(key, parameters);
      // A backtick in a parameter is no markup.
      const written = fill(key, parameters, (value) => value.replaceAll('`', '\u0000')) ?? key;
      return escapeHtml(written)
        .replace(/`([^`]*)`/g, '<code>$1</code>')
        .replaceAll('\u0000', '`');
    },
    duration(seconds) {
      const [size, unit] = UNITS.find(([each]) => seconds >= each && seconds % each === 0) ?? [
        1,
        'second' as const,
      ];
      return formats().units[unit].format(seconds / size);
    },
    number: (value) => formats().numbers.format(value),
    list: (items) => formats().lists.format(items),
  };
  return language;
}
