/** A JSON Schema (draft 7, which editors know). */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What a setting may hold, and how it is read from a flag, a variable or the config file. */
export interface Kind<T> {
  /** Stands for the value in usage lines: `PORT`, `FILE`, … */
  readonly placeholder: string;
  /** Completes the sentence "expected …". */
  readonly expected: string;
  /** What a flag without a value means; a flag needs a value where this is absent. */
  readonly bare?: T;
  /** Several flags of this name add up instead of the last one winning. */
  readonly repeatable?: boolean;
  /** What the member of a config file may be, for editors: never stricter than `fromJson`. */
  readonly schema: JsonSchema;
  /** What people may see of a value that is a secret or holds one; absent where all may be seen. */
  conceal?(value: T): string;
  /** @returns undefined when the text is no such value */
  fromText(text: string): T | undefined;
  /** @returns undefined when the member of the config file is no such value */
  fromJson(value: unknown): T | undefined;
}

export function text(placeholder: string): Kind<string> {
  return textThat(placeholder, 'text that is not empty', (given) => given !== '');
}

/** Text that passes `isGood`. */
export function textThat(
  placeholder: string,
  expected: string,
  isGood: (given: string) => boolean,
): Kind<string> {
  const check = (given: unknown) =>
    typeof given === 'string' && isGood(given) ? given : undefined;
  return { placeholder, expected, schema: TEXT, fromText: check, fromJson: check };
}

const TEXT: JsonSchema = { type: 'string', minLength: 1 };

export function wholeNumber(placeholder: string, least: number, most: number): Kind<number> {
  const inRange = (value: number) =>
    Number.isSafeInteger(value) && value >= least && value <= most ? value : undefined;
  return {
    placeholder,
    expected: `a whole number from ${least} to ${most}`,
    schema: { type: 'integer', minimum: least, maximum: most },
    fromText: (given) => (/^-?\d+$/.test(given) ? inRange(Number(given)) : undefined),
    fromJson: (value) => (typeof value === 'number' ? inRange(value) : undefined),
  };
}

export const yesOrNo: Kind<boolean> = {
  placeholder: 'true|false',
  expected: 'true or false',
  bare: true,
  schema: { type: 'boolean' },
  fromText: (given) => (given === 'true' ? true : given === 'false' ? false : undefined),
  fromJson: (value) => (typeof value === 'boolean' ? value : undefined),
};

export function oneOf<const T extends string>(...choices: readonly T[]): Kind<T> {
  const find = (value: unknown) => choices.find((choice) => choice === value);
  return {
    placeholder: choices.join('|'),
    expected: `one of ${choices.join(', ')}`,
    schema: { enum: choices },
    fromText: find,
    fromJson: find,
  };
}

/** At least one `item`, separated by commas; an array in JSON. */
export function listOf<T>(
  item: Kind<T>,
  placeholder: string,
  expected: string,
): Kind<readonly T[]> {
  const all = (items: readonly (T | undefined)[]): readonly T[] | undefined => {
    const good = items.filter((each): each is T => each !== undefined);
    return good.length > 0 && good.length === items.length ? good : undefined;
  };
  return {
    placeholder,
    expected,
    repeatable: true,
    schema: { type: 'array', items: item.schema, minItems: 1 },
    fromText: (given) => all(given.split(',').map((each) => item.fromText(each.trim()))),
    fromJson: (value) =>
      Array.isArray(value) ? all(value.map((each) => item.fromJson(each))) : undefined,
  };
}

/** `off`, or what the kind takes. */
export function offOr<T>(kind: Kind<T>): Kind<T | 'off'> {
  const { placeholder, expected, schema, fromText, fromJson } = kind;
  return {
    placeholder: `${placeholder}|off`,
    expected: `${expected}, or off`,
    schema: { anyOf: [schema, { enum: ['off'] }] },
    fromText: (given) => (given === 'off' ? 'off' : fromText(given)),
    fromJson: (value) => (value === 'off' ? 'off' : fromJson(value)),
  };
}

/** `true`, `false`, or a list. */
export function yesOrNoOr<T>(list: Kind<readonly T[]>): Kind<boolean | readonly T[]> {
  return {
    placeholder: `${yesOrNo.placeholder}|${list.placeholder}`,
    expected: `true, false, or ${list.expected}`,
    bare: true,
    repeatable: true,
    schema: { anyOf: [yesOrNo.schema, list.schema] },
    fromText: (given) => yesOrNo.fromText(given) ?? list.fromText(given),
    fromJson: (value) => yesOrNo.fromJson(value) ?? list.fromJson(value),
  };
}

/** An address such as `https://id.example.org/hdl/`: http or https, no query, no fragment. */
export const webAddress = textThat(
  'URL',
  'an http or https URL without query and fragment, such as https://id.example.org',
  (given) => {
    if (!URL.canParse(given) || /[?#\s]/.test(given)) return false;
    const url = new URL(given);
    return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  },
);
