import { ResponseCode } from '../protocol/response-code.ts';
import type { HandleNotFound } from '../resolver/resolution.ts';
import { explainFailure } from './explain.ts';
import type { Problem } from './problem.ts';

/** That a handle does not exist, for {@link errorResponse}. */
export function missingProblem(resolution: HandleNotFound): Problem {
  return {
    name: resolution.outcome,
    explanation: explainFailure(resolution),
    responseCode: ResponseCode.handleNotFound,
  };
}
