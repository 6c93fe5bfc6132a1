import type { Observer } from '../events.ts';
import { isPrimary } from '../handle/site.ts';
import { ResponseCode, responseCodeName } from '../protocol/response-code.ts';
import type { Asked, Asking, ServiceAnswer } from './asking.ts';
import type { Context } from './context.ts';
import { badAnswer } from './failure.ts';
import type { NameQuota } from './name-quota.ts';
import type { Policy } from './policy.ts';
import type { ServiceResult } from './prefix-lookup.ts';
import {
  handleNotFound,
  type NothingFound,
  type RecordResult,
  valuesNotFound,
} from './record-answer.ts';
import type { RecordCache } from './record-cache.ts';
import { latestUse, type Received, type RecordKeeper } from './record-keeper.ts';
import type { Service } from './service.ts';

import type { ServiceFinder } from './service-finder.ts';
import type { ServiceHealth } from './service-health.ts';
import type { ServiceKeys } from './service-key.ts';
import { sitesKey } from './site-list.ts';
import { mayBeMade, templateRecord } from './template-record.ts';
import { tooManyNames } from './too-many-names.ts';

export interface RecordQuestionOptions {
  readonly services: ServiceFinder;
  readonly health: ServiceHealth;
  readonly keys: ServiceKeys;
  readonly names: NameQuota;
  readonly cache: RecordCache;
  readonly keeper: RecordKeeper;
  readonly policy: Policy;
  readonly observer: Observer;
  /** Whether what says where to ask must be signed even if the record need not be. */
  readonly certifyServices: boolean;
}

/** Looks up other records on behalf of the same request. */
type OtherLookUp = (asking: Asking, context: Context) => RecordResult | Promise<RecordResult>;

/** Asks servers about records, and keeps what they say. */
export class RecordQuestion {
  readonly #options: RecordQuestionOptions;

  constructor(options: RecordQuestionOptions) {
    this.#options = options;
  }

  ask(asking: Asking, context: Context, lookUp: OtherLookUp): RecordResult | Promise<RecordResult> {
    const { services, certifyServices } = this.#options;
    const { handle, authoritative } = asking;
    const certified = asking.certified || certifyServices;
    const found = services.find(handle, certified, context, authoritative);
    // Most services are known: then there is nothing to wait for.
    return found instanceof Promise
      ? found.then((later) => this.#askFound(later, certified, asking, context, lookUp))
      : this.#askFound(found, certified, asking, context, lookUp);
  }

  #askFound(
    found: ServiceResult,
    certified: boolean,
    asking: Asking,
    context: Context,
    lookUp: OtherLookUp,
  ): RecordResult | Promise<RecordResult> {
    if (found.kind !== 'service') return found;
    const { service } = found;
    const { cache, names, keys } = this.#options;
    // Types that nobody has heard of can be thought up like names.
    if (cache.knows(asking)) {
      return this.#askKnown(service, certified, asking, context, lookUp);
    }
    const key = keys.of(service);
    if (!names.enter(key)) return tooManyNames(service);
    return this.#askKnown(service, certified, asking, context, lookUp).then(
      (result) => {
        names.leave(key);
        return result;
      },
      (error: unknown) => {
        names.leave(key);
        throw error;
      },
    );
  }

  #askKnown(
    service: Service,
    certified: boolean,
    asking: Asking,
    context: Context,
    lookUp: OtherLookUp,
  ): Promise<RecordResult> {
    return this.#options.health
      .ask(service, asking, context)
      .then((asked) =>
        this.#isEnough(asked, asking, service)
          ? this.#resultOf(asked, asking, service, context)
          : this.#askOn(asked, service, certified, asking, context, lookUp),
      );
  }

  /** Whether an answer is all there is to it, as most are. */
  #isEnough(asked: Asked, asking: Asking, service: Service): boolean {
    if (asked.kind === 'failed') return asked.wrongService !== true;
    if (asked.isOutOfDate) return false;
    if (asked.response.responseCode !== ResponseCode.handleNotFound) return true;
    return !this.#isDoubtful(asked, asking) && !mayBeMade(asking.handle, service);
  }

  async #askOn(
    first: Asked,
    service: Service,
    certified: boolean,
    asking: Asking,
    context: Context,
    lookUp: OtherLookUp,
  ): Promise<RecordResult> {
    const asked = await this.#askAgain(first, service, certified, asking, context);
    const sure = await this.#confirmed(asked, service, asking, context);
    if (isAnswer(sure, ResponseCode.handleNotFound)) {
      const made = await this.#fromTemplate(asking, service, context, lookUp);
      if (made !== undefined) return made;
    }
    return this.#resultOf(sure, asking, service, context);
  }

  /** A record that was made just now is on the primary sites first. */
  async #confirmed(
    asked: Asked,
    service: Service,
    asking: Asking,
    context: Context,
  ): Promise<Asked> {
    if (!this.#isDoubtful(asked, asking)) return asked;
    const second = await this.#options.health.ask(
      service,
      { ...asking, authoritative: true },
      context,
    );
    return second.kind === 'answer' ? second : asked;
  }

  #isDoubtful(asked: Asked, asking: Asking): boolean {
    return (
      this.#options.policy.confirmNotFound &&
      !asking.authoritative &&
      isAnswer(asked, ResponseCode.handleNotFound) &&
      !isPrimary(asked.site)
    );
  }

  /** What no server stores may still be made by the template of its prefix. */
  async #fromTemplate(
    asking: Asking,
    service: Service,
    context: Context,
    lookUp: OtherLookUp,
  ): Promise<RecordResult | undefined> {
    const { observer, keeper } = this.#options;
    const lookUpOther = (other: Asking) => lookUp(other, context);
    const made = await templateRecord(asking, service, lookUpOther, observer);
    if (made === undefined || made.kind === 'failed') return made;
    const { values, certified, freshUntil: latest } = made;
    const cache = made.isStale ? 'stale' : 'miss';
    const received = { values, certified, authoritative: false, latest, cache } as const;
    return keeper.keep(received, asking, service, context);
  }

  /** When the answer says that somebody else should be asked. */
  async #askAgain(
    asked: Asked,
    service: Service,
    certified: boolean,
    asking: Asking,
    context: Context,
  ): Promise<Asked> {
    const { services, health } = this.#options;
    if (asked.kind === 'answer' && asked.isOutOfDate) {
      services.refresh(asking.handle, certified, service);
    }
    if (asked.kind !== 'failed' || !asked.wrongService) return asked;
    const again = await services.findAgain(asking.handle, certified, service, context);
    if (again?.kind !== 'service') return asked;
    // The same sites would say the same again.
    if (sitesKey(again.service.sites) === sitesKey(service.sites)) return asked;
    return health.ask(again.service, asking, context);
  }

  #resultOf(asked: Asked, asking: Asking, service: Service, context: Context): RecordResult {
    if (asked.kind === 'failed') return asked;
    const { responseCode, body } = asked.response;
    const { handle } = asking;
    switch (responseCode) {
      case ResponseCode.handleNotFound:
        return this.#nothing('handle-not-found', asked, asking, service, context);
      case ResponseCode.valuesNotFound:
        return this.#nothing('values-not-found', asked, asking, service, context);
      case ResponseCode.insufficientPermissions:
      case ResponseCode.authenticationNeeded:
        return {
          kind: 'restricted',
          responseCode,
          message: `only an administrator may read this of ${handle}: "${responseCodeName(responseCode)}"`,
        };
      default:
        if (body.kind !== 'values') return badAnswer(handle, responseCode);
        return this.#values(body.values, asked, asking, service, context);
    }
  }

  #values(
    values: Received['values'],
    asked: ServiceAnswer,
    asking: Asking,
    service: Service,
    context: Context,
  ): RecordResult {
    const { certified } = asked;
    const authoritative = isPrimary(asked.site);
    const latest = latestUse(service);
    const result = this.#options.keeper.keep(
      { values, certified, authoritative, latest, cache: 'miss' },
      asking,
      service,
      context,
    );
    const isNothing = result.kind === 'values-not-found';
    return isNothing ? this.#nothing(result.kind, asked, asking, service, context) : result;
  }

  #nothing(
    kind: NothingFound['kind'],
    { certified, site }: ServiceAnswer,
    asking: Asking,
    service: Service,
    context: Context,
  ): NothingFound {
    const how = { certified, authoritative: isPrimary(site) };
    this.#options.keeper.keepNothing(kind, asking, how, service, context);
    const say = kind === 'handle-not-found' ? handleNotFound : valuesNotFound;
    return say(asking.handle, service.namespaces, 'miss');
  }
}

function isAnswer(asked: Asked, responseCode: number): asked is ServiceAnswer {
  return asked.kind === 'answer' && asked.response.responseCode === responseCode;
}
