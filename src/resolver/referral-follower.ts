import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import type { ResponseBody } from '../protocol/response.ts';
import { ResponseCode, responseCodeName } from '../protocol/response-code.ts';
import type { Clock } from '../system.ts';
import type { Asked, Asking, ServiceAnswer } from './asking.ts';
import type { Context } from './context.ts';
import { type Failure, failure } from './failure.ts';
import { expiryOf } from './freshness.ts';
import { MAX_REFERRALS } from './limits.ts';
import type { Service } from './service.ts';
import type { ServiceAsker } from './service-asker.ts';
import {
  type CollectedSites,
  type ServiceRecordLookup,
  type SiteCollector,
  type SiteFamily,
  typesOf,
} from './site-collector.ts';
import { sitesKey } from './site-list.ts';

export interface ReferralFollowerOptions {
  readonly asker: ServiceAsker;
  readonly collector: SiteCollector;
  readonly lookUp: ServiceRecordLookup;
  readonly clock: Clock;
  /** Whether what says where to ask next must be signed. */
  readonly certifyReferrals: boolean;
}

/** Asks a service, and whoever it refers to (codes 302 and 303). */
export class ReferralFollower {
  readonly #options: ReferralFollowerOptions;

  constructor(options: ReferralFollowerOptions) {
    this.#options = options;
  }

  ask(service: Service, asking: Asking, context: Context): Promise<Asked> {
    return this.#askOne(service, asking, context).then((asked) =>
      asked.kind === 'answer' && isReferral(asked, asking.handle)
        ? this.#follow(asked, service, asking, context)
        : asked,
    );
  }

  async #follow(
    referred: ServiceAnswer,
    service: Service,
    asking: Asking,
    context: Context,
  ): Promise<Asked> {
    const passed = [service.name];
    const visited = new Set([sitesKey(service.sites)]);
    let asked: Asked = referred;
    while (asked.kind === 'answer' && isReferral(asked, asking.handle)) {
      if (service.mustAnswer) return unwantedReferral(service, asked, asking.handle);
      if (passed.length > MAX_REFERRALS) return referralLoop(asking.handle, passed);
      const next = await this.#sitesReferredTo(asked, asking, context);
      if (next.kind === 'failed') return next;
      passed.push(next.name);
      // The same servers would refer to the same servers again.
      const key = sitesKey(next.sites);
      if (visited.has(key)) return referralLoop(asking.handle, passed);
      visited.add(key);
      const { name, sites } = next;
      asked = await this.#askOne({ ...service, name, sites, isRoot: false }, asking, context);
    }
    return asked;
  }

  /** A referral that came without being signed is asked for again where it has to be. */
  #askOne(service: Service, asking: Asking, context: Context): Promise<Asked> {
    const { asker, certifyReferrals } = this.#options;
    const answer = asker.ask(service, asking, context);
    if (!certifyReferrals || asking.certified) return answer;
    return answer.then((asked) =>
      asked.kind === 'answer' && !asked.certified && isReferral(asked, asking.handle)
        ? asker.ask(service, { ...asking, certified: true }, context)
        : asked,
    );
  }

  async #sitesReferredTo(
    { response }: ServiceAnswer,
    asking: Asking,
    context: Context,
  ): Promise<{ kind: 'sites'; name: string; sites: readonly Site[] } | Failure> {
    const { responseCode } = response;
    const asked = asking.handle;
    const certified = asking.certified || this.#options.certifyReferrals;
    const family = responseCode === ResponseCode.prefixReferral ? 'derived-prefixes' : 'service';
    const body = response.body as Extract<ResponseBody, { kind: 'referral' }>;
    const fromValues = await this.#sitesInValues(
      asked,
      body.values ?? [],
      family,
      certified,
      context,
    );
    if (fromValues.sites.length > 0) {
      const { sites } = fromValues;
      return { kind: 'sites', name: `the servers that ${asked} is referred to`, sites };
    }
    if (body.referralHandle !== '') {
      const fromHandle = await this.#sitesOfHandle(body.referralHandle, family, certified, context);
      if (fromHandle.kind === 'failed') return fromHandle;
      if (fromHandle.sites.length > 0) {
        const { sites } = fromHandle;
        return { kind: 'sites', name: `the service ${body.referralHandle}`, sites };
      }
    }
    return (
      fromValues.failure ??
      failure(
        'bad-answer',
        `a ${responseCodeName(responseCode)} (code ${responseCode}) for ${asked} names no servers`,
        { responseCode },
      )
    );
  }

  #sitesInValues(
    handle: Handle,
    values: readonly HandleValue[],
    family: SiteFamily,
    certified: boolean,
    context: Context,
  ): Promise<CollectedSites> {
    const now = this.#options.clock.now();
    const expiries = values.map((value) => expiryOf(value, now));
    return this.#options.collector.collect(
      { handle, values, expiries },
      family,
      certified,
      context,
    );
  }

  async #sitesOfHandle(
    handle: Handle,
    family: SiteFamily,
    certified: boolean,
    context: Context,
  ): Promise<(CollectedSites & { kind: 'collected' }) | Failure> {
    const deeper = { ...context, depth: context.depth + 1 };
    const record = await this.#options.lookUp(handle, typesOf(family), certified, deeper);
    if (record.kind === 'failed') return record;
    if (record.kind !== 'values') {
      return failure('bad-answer', `the service ${handle} of a referral: ${record.message}`);
    }
    const { collector } = this.#options;
    const collected = await collector.collect({ handle, ...record }, family, certified, deeper);
    if (collected.sites.length === 0 && collected.failure) return collected.failure;
    return { kind: 'collected', ...collected };
  }
}

/** Prefix referrals are for prefixes: `0.NA/…` and names without a slash. */
function isReferral({ response }: ServiceAnswer, asked: Handle): boolean {
  if (response.body.kind !== 'referral') return false;
  return (
    response.responseCode === ResponseCode.serviceReferral ||
    /^0\.NA\//i.test(asked) ||
    !asked.includes('/')
  );
}

function unwantedReferral(
  { name }: Service,
  { response: { responseCode } }: ServiceAnswer,
  handle: Handle,
): Failure {
  return failure(
    'bad-answer',
    `${name} refers to other servers for ${handle} instead of asking them (code ${responseCode}); it must allow recursion`,
    { responseCode },
  );
}

function referralLoop(handle: Handle, passed: readonly string[]): Failure {
  return failure(
    'referral-loop',
    `for ${handle}, servers refer to each other without end: ${passed.join(', then ')}`,
  );
}
