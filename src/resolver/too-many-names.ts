import { type Failure, failure } from './failure.ts';
import { SHED_RETRY_SECONDS } from './limits.ts';
import type { Service } from './service.ts';

/** What a request is told for which the service has no room among the names it does not know. */
export function tooManyNames({ name }: Service): Failure {
  return failure('busy', `too many handles that are not known yet are asked of ${name}`, {
    retryAfterSeconds: SHED_RETRY_SECONDS,
    shed: true,
  });
}
