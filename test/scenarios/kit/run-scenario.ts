import type { ServerKey } from '../../../src/demo/server-key.ts';
import type { ExchangeEvent } from '../../../src/events.ts';
import type { Resolution, ResolveOptions } from '../../../src/resolver/resolution.ts';
import { differences, type Happened } from './compare.ts';
import { duration } from './duration.ts';
import { onlyMembers } from './members.ts';
import type { Scenario, Step } from './scenario.ts';
import { ScenarioWorld } from './scenario-world.ts';

const SCENARIO_MEMBERS = [
  'name',
  'policy',
  'trust',
  'protocols',
  'deadline',
  'maxExchanges',
  'seed',
  'roundTrip',
  'servers',
  'services',
  'records',
  'forbidden',
  'names',
  'steps',
];

const STEP_MEMBERS = [
  'ask',
  'count',
  'every',
  'types',
  'indexes',
  'auth',
  'certified',
  'ignoreAliases',
  'all',
  'as',
  'await',
  'pass',
  'servers',
  'records',
  'purge',
  'restart',
  'expect',
  'note',
];

/** A step that did not bring about what it was expected to. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

/**
 * Plays a scenario.
 *
 * @returns everything that was exchanged
 * @throws Mismatch that names the step and what was different; SyntaxError when the scenario cannot
 *   be read
 */
export async function runScenario(
  scenario: Scenario,
  key: ServerKey,
): Promise<readonly ExchangeEvent[]> {
  onlyMembers(`the scenario ${scenario.name}`, scenario, SCENARIO_MEMBERS);
  const world = await ScenarioWorld.open(scenario, key);
  try {
    const play = new Play(world);
    for (const [position, step] of scenario.steps.entries()) {
      const found = await play.step(step);
      if (found.length > 0) {
        const what = step.ask ?? step.await ?? step.pass ?? '';
        throw new Mismatch(`step ${position + 1} (${what}): ${found.join('; ')}`);
      }
    }
    return world.exchanges;
  } finally {
    await world.close();
  }
}

interface Answered {
  readonly resolution: Resolution;
  /** Virtual milliseconds. */
  readonly ms: number;
}

/** Questions that are not waited for yet. */
type Begun = Promise<readonly Answered[]>;

class Play {
  readonly #world: ScenarioWorld;
  readonly #begun = new Map<string, Begun>();

  constructor(world: ScenarioWorld) {
    this.#world = world;
  }

  /** @returns what was not as expected */
  async step(step: Step): Promise<string[]> {
    onlyMembers('a step', step, STEP_MEMBERS);
    const world = this.#world;
    const askedBefore = world.asked();
    const exchangesBefore = world.exchanges.length;
    const warningsBefore = world.warnings.length;
    for (const [name, behaviours] of Object.entries(step.servers ?? {})) {
      world.behave(name, behaviours);
    }
    for (const [handle, values] of Object.entries(step.records ?? {})) {
      world.setRecord(handle, values);
    }
    if (step.purge !== undefined) world.resolver.purge({ handle: step.purge });
    if (step.restart === true) await world.restart();
    const { resolutions, ms } = await this.#act(step);
    if (step.expect === undefined) return [];
    const happened: Happened = {
      resolutions,
      ms,
      now: world.clock.now(),
      asked: since(askedBefore, world.asked()),
      exchanges: world.exchanges
        .slice(exchangesBefore)
        .map((event) => ({ server: world.serverAt(event.address), event })),
      warnings: world.warnings.slice(warningsBefore).map(({ name }) => name),
    };
    return differences(step.expect, happened);
  }

  async #act(step: Step): Promise<{ resolutions: readonly Resolution[]; ms: number }> {
    const { clock } = this.#world;
    if (step.pass !== undefined) await clock.pass(duration(step.pass));
    if (step.ask !== undefined) {
      const begun = this.#begin(step, step.ask);
      if (step.as === undefined) return this.#finish(begun);
      this.#begun.set(step.as, begun);
      await clock.pass(0);
    }
    if (step.await !== undefined) {
      const begun = this.#begun.get(step.await);
      if (begun === undefined) throw new SyntaxError(`nothing was begun as ${step.await}`);
      return this.#finish(begun);
    }
    return { resolutions: [], ms: 0 };
  }

  #begin(step: Step, handle: string): Begun {
    const { count = 1, every = '0 ms' } = step;
    const options = optionsOf(step);
    const all = Array.from({ length: count }, async (_, n) => {
      if (n > 0) await this.#later(n * duration(every));
      return this.#ask(handle.replaceAll('{n}', String(n)), options);
    });
    return Promise.all(all);
  }

  async #ask(handle: string, options: ResolveOptions): Promise<Answered> {
    const { clock, resolver } = this.#world;
    const startedAt = clock.elapsed();
    const resolution = await resolver.resolve(handle, options);
    return { resolution, ms: clock.elapsed() - startedAt };
  }

  #later(milliseconds: number): Promise<void> | undefined {
    if (milliseconds === 0) return undefined;
    return new Promise((resolve) => this.#world.clock.after(milliseconds, resolve));
  }

  async #finish(begun: Begun) {
    const answered = await this.#world.clock.run(begun);
    return {
      resolutions: answered.map(({ resolution }) => resolution),
      ms: Math.max(...answered.map(({ ms }) => ms)),
    };
  }
}

function optionsOf(step: Step): ResolveOptions {
  const { types, indexes, auth, certified, ignoreAliases, all } = step;
  return {
    ...(types && { types }),
    ...(indexes && { indexes }),
    ...(auth && { authoritative: true }),
    ...(certified && { certified: true }),
    ...(ignoreAliases && { ignoreAliases: true }),
    ...(all && { publicOnly: false }),
  };
}

/** What was added, server by server. */
function since(before: Happened['asked'], after: Happened['asked']): Happened['asked'] {
  return Object.fromEntries(
    Object.entries(after).map(([server, counts]) => [
      server,
      Object.fromEntries(
        Object.entries(counts).map(([protocol, count]) => [
          protocol,
          count - (before[server]?.[protocol] ?? 0),
        ]),
      ),
    ]),
  );
}
