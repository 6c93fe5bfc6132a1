/** One line of numbers. */
export interface Series {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly series: Series[];
}

const SERIES = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

/**
 * Reads the text format of Prometheus, version 0.0.4, strictly.
 *
 * @throws for what is no such text
 */
export function parseExposition(text: string): Family[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families: Family[] = [];
  let help: readonly string[] = [];
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === 'HELP') {
      help = [name, rest];
    } else if (kind === 'TYPE') {
      if (help[0] !== name) throw new Error(`${name} has no help before its type`);
      families.push({ name, help: help[1] ?? '', type: rest, series: [] });
    } else {
      const family = families.at(-1);
      const series = parseSeries(line);
      if (!family || !belongs(series.name, family)) throw new Error(`stray: ${line}`);
      family.series.push(series);
    }
  }
  return families;
}

function parseSeries(line: string): Series {
  const [, name = '', written = '', number = ''] = SERIES.exec(line) ?? [];
  const value = number === '+Inf' ? Number.POSITIVE_INFINITY : Number(number);
  if (name === '' || Number.isNaN(value)) throw new Error(`no series: ${line}`);
  const labels = new Map<string, string>();
  LABEL.lastIndex = 0;
  for (let end = 0; end < written.length; end = LABEL.lastIndex) {
    const [, label = '', text = ''] = LABEL.exec(written) ?? [];
    if (label === '' || labels.has(label)) throw new Error(`bad labels: ${line}`);
    labels.set(label, text);
  }
  return { name, labels, value };
}

function belongs(series: string, { name, type }: Family): boolean {
  if (type !== 'histogram') return series === name;
  return ['_bucket', '_sum', '_count'].some((ending) => series === name + ending);
}

/** What `promtool check metrics` would complain of, and what no scraper could use. */
export function lint(families: readonly Family[]): string[] {
  const names = families.map(({ name }) => name);
  return [
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name} comes twice`),
    ...families.flatMap(lintFamily),
  ];
}

const UNITS = /_(?:milliseconds|ms|minutes|hours|kilobytes|kb|megabytes|mb|percent)(?:_|$)/;

function lintFamily(family: Family): string[] {
  const { name, help, type, series } = family;
  const complaints: string[] = [];
  const complainIf = (isWrong: boolean, what: string) => {
    if (isWrong) complaints.push(`${name}: ${what}`);
  };
  complainIf(help === '', 'no help');
  complainIf(!['counter', 'gauge', 'histogram'].includes(type), `no type: ${type}`);
  complainIf(!/^[a-z][a-z0-9_]*$/.test(name), 'not in lower case with underscores');
  complainIf(UNITS.test(name), 'not in base units');
  complainIf(type === 'counter' && !name.endsWith('_total'), 'a counter without _total');
  complainIf(type !== 'counter' && name.endsWith('_total'), '_total and no counter');
  complainIf(new RegExp(`_${type}(?:_|$)`).test(name), 'its type in its name');
  const keys = series.map(({ name: own, labels }) => own + JSON.stringify([...labels].sort()));
  complainIf(new Set(keys).size < keys.length, 'a series that comes twice');
  complainIf(type === 'counter' && series.some(({ value }) => value < 0), 'a counter below zero');
  const others = type === 'histogram' ? ['quantile'] : ['le', 'quantile'];
  complainIf(
    series.some(({ labels }) => others.some((label) => labels.has(label))),
    'a label of another type',
  );
  if (type === 'histogram') complaints.push(...lintHistogram(family));
  return complaints;
}

function lintHistogram({ name, series }: Family): string[] {
  const groups = new Map<string, Series[]>();
  for (const each of series) {
    const key = JSON.stringify([...each.labels].filter(([label]) => label !== 'le'));
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].flatMap(([labels, group]) => {
    const of = (ending: string) => group.filter((each) => each.name === name + ending);
    const buckets = of('_bucket');
    const isRising = buckets.every(({ value }, at) => value >= (buckets[at - 1]?.value ?? 0));
    const [count] = of('_count');
    const last = buckets.at(-1);
    return [
      ...(isRising ? [] : [`${name}${labels}: buckets that fall`]),
      ...(last?.labels.get('le') === '+Inf' ? [] : [`${name}${labels}: no last bucket`]),
      ...(count?.value === last?.value ? [] : [`${name}${labels}: count is not the last bucket`]),
      ...(of('_sum').length === 1 ? [] : [`${name}${labels}: no sum`]),
    ];
  });
}
