import type { Observer } from '../events.ts';
import { isPrimary } from '../handle/site.ts';
import { ResponseCode, responseCodeName } from '../protocol/response-code.ts';
import type { Asked, Asking } from './asking.ts';
import type { Context } from './context.ts';
import { badAnswer } from './failure.ts';
import type { NameQuota } from './name-quota.ts';
import type { Policy } from './policy.ts';
import {
  handleNotFound,
  type NothingFound,
  type RecordResult,
  valuesNotFound,
} from './record-answer.ts';
import type { RecordCache } from './record-cache.ts';
import { latestUse, type RecordKeeper } from './record-keeper.ts';
import type { Service } from './service.ts';
import { type ServiceFinder, tooManyNames } from './service-finder.ts';
import type { ServiceHealth } from './service-health.ts';
import type { ServiceKeys } from './service-key.ts';
import { sitesKey } from './site-list.ts';
import { templateRecord } from './template-record.ts';

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
type OtherLookUp = (asking: Asking, context: Context) => Promise<RecordResult>;

/** Asks servers about records, and keeps what they say. */
export class RecordQuestion {
  readonly #options: RecordQuestionOptions;

  constructor(options: RecordQuestionOptions) {
    this.#options = options;
  }

  async ask(asking: Asking, context: Context, lookUp: OtherLookUp): Promise<RecordResult> {
    const { services, certifyServices, cache, names, keys } = this.#options;
    const { handle, authoritative } = asking;
    const certified = asking.certified || certifyServices;
    const found = await services.find(handle, certified, context, authoritative);
    if (found.kind !== 'service') return found;
    const { service } = found;
    // Types that nobody has heard of can be thought up like names.
    const leave = cache.knows(asking) ? () => {} : names.enter(keys.of(service));
    if (leave === undefined) return tooManyNames(service);
    try {
      return await this.#askKnown(service, certified, asking, context, lookUp);
    } finally {
      leave();
    }
  }

  async #askKnown(
    service: Service,
    certified: boolean,
    asking: Asking,
    context: Context,
    lookUp: OtherLookUp,
  ): Promise<RecordResult> {
    const asked = await this.#askService(service, certified, asking, context);
    const sure = await this.#confirmed(asked, service, asking, context);
    const result = this.#resultOf(sure, asking, service);
    if (result.kind === 'handle-not-found') {
      const made = await this.#fromTemplate(result, asking, service, context, lookUp);
      if (made !== result) return made;
    }
    const isNothing = result.kind === 'handle-not-found' || result.kind === 'values-not-found';
    if (isNothing && sure.kind === 'answer') {
      const how = { certified: sure.certified, authoritative: isPrimary(sure.site) };
      this.#options.keeper.keepNothing(result.kind, asking, how, service);
    }
    return result;
  }

  /** A record that was made just now is on the primary sites first. */
  async #confirmed(
    asked: Asked,
    service: Service,
    asking: Asking,
    context: Context,
  ): Promise<Asked> {
    const { policy, health } = this.#options;
    const isDoubtful =
      policy.confirmNotFound &&
      asked.kind === 'answer' &&
      asked.response.responseCode === ResponseCode.handleNotFound &&
      !asking.authoritative &&
      !isPrimary(asked.site);
    if (!isDoubtful) return asked;
    const second = await health.ask(service, { ...asking, authoritative: true }, context);
    return second.kind === 'answer' ? second : asked;
  }

  /** What no server stores may still be made by the template of its prefix. */
  async #fromTemplate(
    notFound: NothingFound,
    asking: Asking,
    service: Service,
    context: Context,
    lookUp: OtherLookUp,
  ): Promise<RecordResult> {
    const { observer, keeper } = this.#options;
    const lookUpOther = (other: Asking) => lookUp(other, context);
    const made = await templateRecord(asking, service, lookUpOther, observer);
    if (made === undefined) return notFound;
    if (made.kind === 'failed') return made;
    const { values, certified, freshUntil: latest } = made;
    const cache = made.isStale ? 'stale' : 'miss';
    return keeper.keep({ values, certified, authoritative: false, latest, cache }, asking, service);
  }

  async #askService(
    service: Service,
    certified: boolean,
    asking: Asking,
    context: Context,
  ): Promise<Asked> {
    const { services, health } = this.#options;
    const asked = await health.ask(service, asking, context);
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

  #resultOf(asked: Asked, asking: Asking, service: Service): RecordResult {
    if (asked.kind === 'failed') return asked;
    const { responseCode, body } = asked.response;
    const { handle } = asking;
    switch (responseCode) {
      case ResponseCode.handleNotFound:
        return handleNotFound(handle, service.namespaces, 'miss');
      case ResponseCode.valuesNotFound:
        return valuesNotFound(handle, service.namespaces, 'miss');
      case ResponseCode.insufficientPermissions:
      case ResponseCode.authenticationNeeded:
        return {
          kind: 'restricted',
          responseCode,
          message: `only an administrator may read this of ${handle}: "${responseCodeName(responseCode)}"`,
        };
      default:
        if (body.kind !== 'values') return badAnswer(handle, responseCode);
        return this.#options.keeper.keep(
          {
            values: body.values,
            certified: asked.certified,
            authoritative: isPrimary(asked.site),
            latest: latestUse(service),
            cache: 'miss',
          },
          asking,
          service,
        );
    }
  }
}
