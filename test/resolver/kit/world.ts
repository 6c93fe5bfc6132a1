import type { ExchangeEvent, WarningEvent } from '../../../src/events.ts';
import { comparisonForm, type Handle } from '../../../src/handle/handle.ts';
import type { HandleValue } from '../../../src/handle/handle-value.ts';
import type { Site } from '../../../src/handle/site.ts';
import { bootstrapOf } from '../../../src/resolver/bootstrap.ts';
import type { Resolution, ResolveOptions } from '../../../src/resolver/resolution.ts';
import { createResolver, type Resolver } from '../../../src/resolver/resolver.ts';
import type { ResolverOptions } from '../../../src/resolver/resolver-options.ts';
import { FakeNetwork } from './fake-network.ts';
import { site, siteValue } from './records.ts';
import { VirtualClock } from './virtual-clock.ts';

export const ROOT = '192.0.2.1';
export const LOCAL = '192.0.2.10';

type Records = Record<Handle, readonly HandleValue[]>;

/** A registry, a local service, a resolver that starts from the registry; all of it on a fake clock. */
export interface World {
  readonly clock: VirtualClock;
  readonly network: FakeNetwork;
  readonly resolver: Resolver;
  /** What the registry knows; may be changed. */
  readonly registry: Records;
  /** What the local service knows; may be changed. */
  readonly local: Records;
  readonly warnings: WarningEvent[];
  readonly events: ExchangeEvent[];
  /** Resolves, letting time pass as far as it must. */
  resolve(handle: Handle, options?: ResolveOptions): Promise<Resolution>;
}

export interface WorldSettings extends Partial<Omit<ResolverOptions, 'bootstrap'>> {
  readonly rootSites?: readonly Site[];
  readonly registry?: Records;
  readonly local?: Records;
}

/** Without settings the prefix 10.1 lives at {@link LOCAL}, and there is no trust. */
export function world(settings: WorldSettings = {}): World {
  const { rootSites = [site(ROOT)], ...options } = settings;
  const clock = new VirtualClock();
  const network = new FakeNetwork(clock);
  const registry: Records = settings.registry ?? { '0.NA/10.1': [siteValue(1, site(LOCAL))] };
  const local: Records = settings.local ?? {};
  network.serve(ROOT, registry);
  network.serve(LOCAL, local);
  const warnings: WarningEvent[] = [];
  const events: ExchangeEvent[] = [];
  const rootValues = rootSites.map((each, position) => siteValue(position + 1, each));
  const resolver = createResolver({
    transport: network,
    bootstrap: bootstrapOf(new Map([[comparisonForm('0.NA/0.NA'), rootValues]])),
    clock,
    random: () => 0.5,
    trust: 'off',
    observer: {
      warning: (event) => warnings.push(event),
      exchange: (event) => events.push(event),
    },
    ...options,
  });
  return {
    clock,
    network,
    resolver,
    registry,
    local,
    warnings,
    events,
    resolve: (handle, resolveOptions) => clock.run(resolver.resolve(handle, resolveOptions)),
  };
}

/** The texts of what was found. */
export function textsOf(resolution: Resolution | undefined): string[] {
  if (resolution?.outcome !== 'found') return [];
  return resolution.values.map(({ data }) => Buffer.from(data).toString());
}

/** The message of an outcome that has one. */
export function messageOf(resolution: Resolution): string {
  return 'message' in resolution ? resolution.message : '';
}
