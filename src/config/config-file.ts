import { type JsonText, JsonTextError, type Place, readJsonText } from './json-text.ts';
import { MAX_CONFIG_FILE_BYTES } from './limits.ts';
import { suggestion } from './nearest.ts';
import { SettingError } from './setting-error.ts';

/** What a config file holds. */
export interface ConfigFile {
  readonly path: string;
  /** By the name of the setting. */
  readonly members: ReadonlyMap<string, { readonly value: unknown; readonly place: Place }>;
  /** Members that are no settings, or stand twice. */
  readonly problems: readonly SettingError[];
}

/** How a file names the schema that editors check it by; no setting. */
export const SCHEMA_MEMBER = '$schema';

/**
 * Reads the text of a config file.
 *
 * @param path as it was given
 * @param givenBy who named the file, for messages; a flag, a variable or nobody
 * @param names of all settings
 * @throws SettingError when it is no JSON object
 */
export function readConfigFile(
  path: string,
  text: string,
  givenBy: { readonly source: 'flag' | 'environment'; readonly spelling: string } | undefined,
  names: readonly string[],
): ConfigFile {
  const named = givenBy === undefined ? '' : `, named by ${givenBy.spelling},`;
  const unusable = (what: string, place?: Place) =>
    new SettingError(
      'unreadable-file',
      givenBy?.source ?? 'file',
      `config: ${path}${named} ${what}`,
      place,
    );
  if (text.length > MAX_CONFIG_FILE_BYTES) throw unusable('is too large to be a config file');
  const { value, places, repeated } = parse(text, unusable);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unusable('holds no settings: expected a JSON object such as {"port": 8080}');
  }
  const problems = repeated.map(
    ({ name, place }) =>
      new SettingError(
        'repeated',
        'file',
        `${name} stands twice in the config file ${path}.`,
        place,
      ),
  );
  const members = new Map<string, { value: unknown; place: Place }>();
  for (const [name, member] of Object.entries(value)) {
    if (name === SCHEMA_MEMBER) continue;
    const place = places.get(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`) ?? START;
    if (names.includes(name)) members.set(name, { value: member, place });
    else {
      const message = `Unknown setting in the config file ${path}: ${name}.${suggestion(name, names)}`;
      problems.push(new SettingError('unknown', 'file', message, place));
    }
  }
  return { path, members, problems };
}

const START: Place = { line: 1, column: 1 };

function parse(text: string, unusable: (what: string, place: Place) => SettingError): JsonText {
  try {
    return readJsonText(text);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    throw unusable(`is not JSON: ${error.message}`, error.place);
  }
}
