import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMetrics } from '../telemetry/kit/metrics.ts';
import { ALERT_CASES, type AlertCase } from './kit/alert-cases.ts';
import { debianProgram } from './kit/debian-program.ts';

const RULES = 'docs/operations/alerts.yaml';
const promtool = debianProgram('promtool', 'prometheus');

/** @returns what it complains of */
function complaintsOf(given: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(promtool ?? '', given, { input, encoding: 'utf8' });
  return status === 0 && stderr === '' ? '' : `${status}: ${stdout}${stderr}`;
}

/** A file for `promtool test rules`, which reads JSON as the YAML that it is. */
function unitTest({ alert, series, at, severity, hasJob, summary }: AlertCase, values = series) {
  const job = hasJob ? { job: 'hdl-edge' } : {};
  const fires = values === series;
  return {
    rule_files: [resolve(RULES)],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries(values).map(([name, numbers]) => ({
          series: name.replace(/\{|$/, '{job="hdl-edge",instance="a",').replace(/,\}?$/, '}'),
          values: numbers,
        })),
        alert_rule_test: [
          {
            eval_time: at,
            alertname: alert,
            exp_alerts: fires
              ? [{ exp_labels: { ...job, instance: 'a', severity }, exp_annotations: { summary } }]
              : [],
          },
        ],
      },
    ],
  };
}

function complaintsOfTest(test: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'test.json'), JSON.stringify(test));
  return complaintsOf(['test', 'rules', join(folder, 'test.json')]);
}

describe('the cases of alerts', () => {
  it('are one for each alert', () => {
    const named = [...readFileSync(RULES, 'utf8').matchAll(/^ *- alert: (\w+)$/gm)];
    expect(ALERT_CASES.map(({ alert }) => alert)).toEqual(named.map(([, name]) => name));
  });
});

describe.skipIf(promtool === undefined)('Prometheus itself', () => {
  it('has nothing to say about the metrics', async () => {
    const { metrics, everything } = startMetrics();
    await everything();
    expect(complaintsOf(['check', 'metrics'], await metrics.text())).toBe('');
  });

  it('would say something about bad ones', () => {
    expect(complaintsOf(['check', 'metrics'], '# TYPE a counter\na 1\n')).not.toBe('');
  });

  it('reads the alert rules', () => {
    expect(complaintsOf(['check', 'rules', RULES])).toBe('');
  });

  it.each(ALERT_CASES)('alerts by $alert when there is reason to', (each) => {
    expect(complaintsOfTest(unitTest(each))).toBe('');
  });

  it.each(ALERT_CASES)('does not alert by $alert when nothing moves', (each) => {
    const still = Object.keys(each.series).map((name) => [name, name === 'up' ? '1x60' : '0x60']);
    expect(complaintsOfTest(unitTest(each, Object.fromEntries(still)))).toBe('');
  });
});
