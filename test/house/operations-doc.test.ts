import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../../src/admin/routes.ts';
import { Supervisor } from '../../src/cluster/supervisor.ts';
import { jsonLine } from '../../src/telemetry/json-line.ts';
import { EXCHANGE_OUTCOMES } from '../../src/telemetry/metrics/exchange-outcome.ts';
import { REQUEST_OUTCOMES } from '../../src/telemetry/metrics/request-outcome.ts';
import { TRANSPORT_ERROR_CODES } from '../../src/transport/errors.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { parseExposition } from '../telemetry/kit/exposition.ts';
import { startMetrics } from '../telemetry/kit/metrics.ts';
import { REQUEST } from '../telemetry/kit/numbers.ts';
import { filesUnder } from './files.ts';
import { tableRows } from './markdown.ts';
import { testShownCommands } from './shown-commands.ts';

const PAGE = 'docs/operations/metrics.md';
const DASHBOARD = 'docs/operations/grafana-dashboard.json';
const ALERTS = 'docs/operations/alerts.yaml';

const column = (file: string, table: string, name: string) =>
  tableRows(file, table).map((row) => row[name] ?? '');

const codeIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** All metrics of a process, and the labels that their series have. */
async function served() {
  const { families, everything } = startMetrics();
  await everything();
  return families();
}

/** Those that a supervisor adds. */
async function supervised() {
  const supervisor = new Supervisor({
    count: 0,
    clock: new VirtualClock(),
    fork: () => expect.unreachable(),
    bootstrap: undefined,
    drainMs: 0,
    observer: {},
  });
  return parseExposition(await supervisor.metrics());
}

describe('the table of metrics', () => {
  it('has every metric, and every metric is in it', async () => {
    const names = (await served()).map(({ name }) => name);
    expect(column(PAGE, 'metrics', 'metric').sort()).toEqual(names.sort());
  });

  it('says what they are', async () => {
    const rows = tableRows(PAGE, 'metrics');
    for (const { name, type, help, series } of await served()) {
      const row = rows.find(({ metric }) => metric === name);
      expect(row).toMatchObject({ type, meaning: help });
      const labels = new Set(series.flatMap((each) => [...each.labels.keys()]));
      labels.delete('le');
      // Its cell is code as a whole where it has one label.
      const cell = row?.labels ?? '';
      const said = cell.includes('`') ? codeIn(cell) : cell === '' ? [] : [cell];
      expect({ name, labels: said }).toEqual({ name, labels: expect.arrayContaining([...labels]) });
    }
  });

  it('has those of the supervisor, too', async () => {
    const own = (await supervised()).map(({ name, type, help }) => ({
      metric: name,
      type,
      meaning: help,
    }));
    expect(tableRows(PAGE, 'worker-metrics')).toEqual(own);
    expect(own).toHaveLength(2);
  });

  it('has every outcome', () => {
    expect(column(PAGE, 'request-outcomes', 'outcome')).toEqual([...REQUEST_OUTCOMES]);
    expect(column(PAGE, 'transport-errors', 'outcome')).toEqual([...TRANSPORT_ERROR_CODES]);
    const text = readFileSync(PAGE, 'utf8');
    for (const outcome of EXCHANGE_OUTCOMES) expect(text).toContain(`\`${outcome}\``);
  });
});

describe.each([ALERTS, DASHBOARD])('%s', (file) => {
  const text = readFileSync(file, 'utf8').replaceAll('\\"', '"');

  it('names metrics that are there', async () => {
    const all = [...(await served()), ...(await supervised())];
    const series = new Set(all.flatMap((each) => each.series.map(({ name }) => name)));
    const named = new Set([...text.matchAll(/hdl_edge_\w+/g)].map(([name]) => name));
    expect(named.size).toBeGreaterThan(5);
    expect([...named].filter((name) => !series.has(name))).toEqual([]);
  });

  it('asks for values that its labels have', () => {
    const values = {
      outcome: [...REQUEST_OUTCOMES, ...EXCHANGE_OUTCOMES, 'passed-by'],
      cache: CACHE,
    };
    for (const [, label = '', asked = ''] of text.matchAll(/\b(outcome|cache)[=!]~?"([^"]+)"/g)) {
      const known: readonly string[] = values[label as keyof typeof values];
      expect(asked.split('|').filter((value) => !known.includes(value))).toEqual([]);
    }
  });
});

const CACHE = ['none', 'hit', 'miss', 'stale'];

describe('the dashboard', () => {
  it('shows every metric of hdl-edge itself', async () => {
    const text = readFileSync(DASHBOARD, 'utf8');
    const all = [...(await served()), ...(await supervised())];
    const own = all.filter(({ name }) => !/_(?:process|nodejs)_/.test(name));
    expect(own.map(({ name }) => name).filter((name) => !text.includes(name))).toEqual([]);
  });

  it('has panels with places and numbers of their own', () => {
    const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as {
      panels: { id: number; gridPos: object }[];
    };
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ gridPos }) => JSON.stringify(gridPos))).size).toBe(panels.length);
  });
});

describe('the runbook', () => {
  const RUNBOOK = 'docs/operations/runbook.md';

  it('has a line for each alert', () => {
    const alerts = [...readFileSync(ALERTS, 'utf8').matchAll(/^ *- alert: (\w+)$/gm)];
    expect(column(RUNBOOK, 'alerts', 'alert')).toEqual(alerts.map(([, name]) => name));
  });

  it('has a line for each warning that the program may give, and for no other', () => {
    const given = filesUnder('src', /\.ts$/).flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const events = /\b(?:warning\?\.|warn)\(\s*\{\s*name: '([\w-]+)'/g;
      const named = /\bwarn\(\s*'([\w-]+)'/g;
      return [...text.matchAll(events), ...text.matchAll(named)].map(([, name = '']) => name);
    });
    const told = column(RUNBOOK, 'warnings', 'name').flatMap(
      (cell) => cell.match(/[a-z-]+/g) ?? [],
    );
    const all = [...new Set([...given, ...ENDS_OF_LOOK_UPS])];
    expect(told.sort()).toEqual(all.sort());
    expect(given.length).toBeGreaterThan(20);
  });
});

/** Look-ups that end so are told by the name of their outcome. */
const ENDS_OF_LOOK_UPS = [
  'alias-loop',
  'alias-chain-too-long',
  'service-loop',
  'referral-loop',
  'bad-signature',
];

describe('the pages for operators', () => {
  testShownCommands('docs/operations/admin.md');

  it('list the routes of the admin listener', () => {
    expect(tableRows('docs/operations/admin.md', 'admin-routes')).toEqual(
      ADMIN_ROUTES.map(({ method, example, description }) => ({
        request: `${method} ${example}`,
        answers: description,
      })),
    );
  });

  it('list the members of a line of the access log', () => {
    const all = { ...REQUEST, isShed: true, bodyBytes: 1, userAgent: 'a', referer: 'b' };
    expect(column('docs/operations/logs.md', 'request-fields', 'member')).toEqual([
      ...Object.keys(JSON.parse(jsonLine(all, '192.0.2.0', 0))).sort(byTable),
    ]);
  });

  it('have a start-up file for traces that can be read', () => {
    execFileSync(process.execPath, ['--check', 'docs/operations/otel-start.mjs']);
  });
});

const ORDER = column('docs/operations/logs.md', 'request-fields', 'member');
const byTable = (a: string, b: string) => ORDER.indexOf(a) - ORDER.indexOf(b);
