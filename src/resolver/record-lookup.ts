import type { Observer } from '../events.ts';
import { comparisonForm, type Handle, MAX_HANDLE_BYTES } from '../handle/handle.ts';
import { isSelected } from '../handle/selection.ts';
import { isPrimary } from '../handle/site.ts';
import { ResponseCode, responseCodeName } from '../protocol/response-code.ts';
import type { Clock } from '../system.ts';
import type { Asked, Asking } from './asking.ts';
import type { Context } from './context.ts';
import { badAnswer } from './failure.ts';
import type { Flights } from './flights.ts';
import { expiryOf } from './freshness.ts';
import { isPossibleHandle } from './possible-handle.ts';
import type { NothingFound, RecordAnswer, RecordResult } from './record-answer.ts';
import type { RecordCache } from './record-cache.ts';
import type { ReferralFollower } from './referral-follower.ts';
import { selectionKey } from './selection-key.ts';
import type { Service } from './service.ts';
import type { ServiceFinder } from './service-finder.ts';
import { sitesKey } from './site-list.ts';
import { templateRecord } from './template-record.ts';

export interface RecordLookupOptions {
  readonly services: ServiceFinder;
  readonly referrals: ReferralFollower;
  readonly cache: RecordCache;
  readonly flights: Flights<RecordResult>;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Whether what says where to ask must be signed even if the record need not be. */
  readonly certifyServices: boolean;
}

/** Looks up single records, aliases not followed: in the cache, by a question under way, or anew. */
export class RecordLookup {
  readonly #options: RecordLookupOptions;

  constructor(options: RecordLookupOptions) {
    this.#options = options;
  }

  /** What the cache has to say, at once. */
  cached({
    handle,
    selection,
    certified,
    authoritative,
    publicOnly,
  }: Asking): RecordAnswer | undefined {
    if (authoritative || !publicOnly) return undefined;
    const { cache, clock } = this.#options;
    return cache.find(handle, selection, certified, clock.now());
  }

  async lookUp(asking: Asking, context: Context): Promise<RecordResult> {
    const known = this.cached(asking);
    if (known !== undefined) return known;
    if (!isPossibleHandle(asking.handle)) return impossible;
    return this.#options.flights.join(keyOf(asking), asking.handle, context, (shared) =>
      this.#ask(asking, shared),
    );
  }

  async #ask(asking: Asking, context: Context): Promise<RecordResult> {
    const { services, certifyServices } = this.#options;
    const certified = asking.certified || certifyServices;
    const found = await services.find(asking.handle, certified, context);
    if (found.kind !== 'service') return found;
    const asked = await this.#askService(found.service, certified, asking, context);
    const result = this.#resultOf(asked, asking, found.service);
    return result.kind === 'handle-not-found'
      ? this.#fromTemplate(result, asking, found.service, context)
      : result;
  }

  /** What no server stores may still be made by the template of its prefix. */
  async #fromTemplate(
    notFound: NothingFound,
    asking: Asking,
    service: Service,
    context: Context,
  ): Promise<RecordResult> {
    const lookUp = (other: Asking) => this.lookUp(other, context);
    const made = await templateRecord(asking, service, lookUp, this.#options.observer);
    if (made === undefined) return notFound;
    if (made.kind === 'failed') return made;
    return this.#keep(made.values, made.certified, false, asking, service, made.freshUntil);
  }

  async #askService(
    service: Service,
    certified: boolean,
    asking: Asking,
    context: Context,
  ): Promise<Asked> {
    const { services, referrals } = this.#options;
    const asked = await referrals.ask(service, asking, context);
    if (asked.kind !== 'failed' || !asked.wrongService) return asked;
    const again = await services.findAgain(asking.handle, certified, service, context);
    if (again?.kind !== 'service') return asked;
    // The same sites would say the same again.
    if (sitesKey(again.service.sites) === sitesKey(service.sites)) return asked;
    return referrals.ask(again.service, asking, context);
  }

  #resultOf(asked: Asked, asking: Asking, service: Service): RecordResult {
    if (asked.kind === 'failed') return asked;
    const { responseCode, body } = asked.response;
    switch (responseCode) {
      case ResponseCode.handleNotFound:
        return {
          kind: 'handle-not-found',
          message: `there is no handle ${asking.handle}`,
          namespaces: service.namespaces,
        };
      case ResponseCode.valuesNotFound:
        return valuesNotFound(asking.handle, service);
      case ResponseCode.insufficientPermissions:
      case ResponseCode.authenticationNeeded:
        return {
          kind: 'restricted',
          responseCode,
          message: `only an administrator may read this of ${asking.handle}: "${responseCodeName(responseCode)}"`,
        };
      default:
        if (body.kind !== 'values') return badAnswer(asking.handle, responseCode);
        return this.#keep(
          body.values,
          asked.certified,
          isPrimary(asked.site),
          asking,
          service,
          // What the prefix says is used with every value, so none outlives it.
          service.namespaces.length === 0 ? Number.POSITIVE_INFINITY : service.freshUntil,
        );
    }
  }

  /**
   * Makes an answer of values that came just now, and keeps it.
   *
   * @param latest until when they may be used at most, whatever their TTLs
   */
  #keep(
    received: RecordAnswer['values'],
    certified: boolean,
    authoritative: boolean,
    asking: Asking,
    service: Service,
    latest: number,
  ): RecordResult {
    const { cache, clock } = this.#options;
    // A server may send more than it was asked for; it does not become ours.
    const values = received.filter((value) => isSelected(asking.selection, value));
    if (values.length === 0) return valuesNotFound(asking.handle, service);
    const receivedAt = clock.now();
    const answer: RecordAnswer = {
      kind: 'values',
      values,
      expiries: values.map((value) => Math.min(expiryOf(value, receivedAt), latest)),
      receivedAt,
      authoritative,
      certified,
      fromCache: false,
      namespaces: service.namespaces,
    };
    if (asking.publicOnly) cache.store(asking.handle, asking.selection, answer);
    return answer;
  }
}

const impossible = {
  kind: 'handle-not-found',
  message: `no handle is empty or longer than ${MAX_HANDLE_BYTES} bytes`,
  namespaces: [],
} as const;

function valuesNotFound(handle: Handle, { namespaces }: Service): RecordResult {
  return { kind: 'values-not-found', message: `${handle} has no such values`, namespaces };
}

/** Equal for questions that get the same answer. */
function keyOf({ handle, selection, authoritative, certified, publicOnly }: Asking): string {
  return `${authoritative} ${certified} ${publicOnly} ${comparisonForm(handle)}${selectionKey(selection)}`;
}
