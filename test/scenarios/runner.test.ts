import { describe, expect, it } from 'vitest';
import { rsaServerKey } from '../../src/demo/server-key.ts';
import { duration } from './kit/duration.ts';
import { Mismatch, runScenario } from './kit/run-scenario.ts';
import type { Scenario, Step } from './kit/scenario.ts';

const key = await rsaServerKey();

function play(steps: readonly Step[], world: Partial<Scenario> = {}) {
  return runScenario(
    { name: 'a test', records: { '10.1/a': ['URL https://a.example/'] }, ...world, steps },
    key,
  );
}

describe('a scenario', () => {
  it('ends the same way each time, also where datagrams get lost', async () => {
    const lossy = { do: 'lose', share: 0.4 };
    const course = (seed: number) =>
      play(
        [
          { ask: '10.1/n{n}', count: 50 },
          { ask: '10.1/a', auth: true },
        ],
        {
          seed,
          servers: { root: lossy, local: lossy },
        },
      );
    const first = await course(1);
    expect(await course(1)).toEqual(first);
    expect(await course(2)).not.toEqual(first);
  });

  it('takes no time of anybody', async () => {
    const events = await play([{ ask: '10.1/a' }, { pass: '30 h' }, { ask: '10.1/a' }]);
    expect(events).toHaveLength(4);
  });

  it.each<[string, Step]>([
    ['outcome', { ask: '10.1/a', expect: { outcome: 'handle-not-found' } }],
    ['outcomes found', { ask: '10.1/a', expect: { outcomes: { found: 2 } } }],
    ['values', { ask: '10.1/a', expect: { values: ['https://b.example/'] } }],
    ['ttl', { ask: '10.1/a', expect: { ttl: 1 } }],
    ['cache', { ask: '10.1/a', expect: { cache: 'hit' } }],
    ['handle', { ask: '10.1/a', expect: { handle: '10.1/b' } }],
    ['message', { ask: '10.1/a', expect: { message: 'something' } }],
    ['responseCode', { ask: '10.1/a', expect: { responseCode: 100 } }],
    ['retryAfter', { ask: '10.1/a', expect: { retryAfter: 1 } }],
    ['authoritative', { ask: '10.1/a', expect: { authoritative: false } }],
    ['certified', { ask: '10.1/a', expect: { certified: true } }],
    ['ms', { ask: '10.1/a', expect: { ms: { atMost: 39 } } }],
    ['protocol', { ask: '10.1/a', expect: { protocol: 'tcp' } }],
    ['asked local', { ask: '10.1/a', expect: { asked: { root: 1 } } }],
    ['asked local tcp', { ask: '10.1/a', expect: { asked: { root: 1, local: { tcp: 1 } } } }],
    ['exchanges root', { ask: '10.1/a', expect: { exchanges: { local: 1 } } }],
    ['warnings', { ask: '10.1/a', expect: { warnings: ['alias-loop'] } }],
  ])('fails when %s is not as expected', async (name, step) => {
    const played = play([step]);
    await expect(played).rejects.toBeInstanceOf(Mismatch);
    await expect(played).rejects.toThrow(`step 1 (10.1/a): ${name}: expected`);
  });

  it.each<[string, object, object]>([
    ['a misspelt expectation', { ask: '10.1/a', expect: { outcom: 'found' } }, {}],
    ['a misspelt member of a step', { aks: '10.1/a' }, {}],
    ['a misspelt member of itself', {}, { polici: {} }],
    ['a server that is not there', {}, { servers: { nobody: 'dead' } }],
    ['what no server can do', {}, { servers: { local: 'sing' } }],
    ['a record that nobody has', {}, { records: { '10.7/a': ['URL https://a.example/'] } }],
    ['a wait for what was not begun', { await: 'nothing' }, {}],
    ['what is no time', { pass: '5' }, {}],
  ])('cannot be read with %s', async (_, step, world) => {
    await expect(play([step], world)).rejects.toBeInstanceOf(SyntaxError);
  });
});

describe('a time', () => {
  it.each([
    ['376 ms', 376],
    ['1.8 s', 1_800],
    ['5 min', 300_000],
    ['24 h 1 s', 86_401_000],
  ])('%s is %i milliseconds', (text, milliseconds) => {
    expect(duration(text)).toBe(milliseconds);
  });
});
