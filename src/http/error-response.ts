import { acceptsProblem } from './accepts-json.ts';
import type { Pages } from './pages.ts';
import { PROBLEM_TYPE, type Problem, problemText } from './problem.ts';
import { HTML, NO_INDEX, NO_STORE, type ResponseHeaders, respond } from './respond.ts';
import { withVary } from './vary.ts';
import type { Visit } from './visit.ts';

/** Says what went wrong: a page for people, problem details for programs that ask for JSON. */
export function errorResponse(
  pages: Pages,
  { incoming, target }: Visit,
  problem: Problem,
  headers: ResponseHeaders = NO_STORE,
): Response {
  const { explanation } = problem;
  const { status } = explanation;
  const { accept, 'accept-language': acceptLanguage } = incoming.headers;
  const local = pages.in(acceptLanguage);
  const varying = {
    ...headers,
    ...local.headers,
    Vary: withVary(withVary(headers.Vary, 'Accept'), 'Accept-Language'),
  };
  if (acceptsProblem(accept)) {
    const text = problemText(pages.base, target, problem, local.language);
    return respond(status, { 'Content-Type': PROBLEM_TYPE, ...varying }, text);
  }
  const page = local.error(explanation);
  return respond(status, { 'Content-Type': HTML, ...NO_INDEX, ...varying }, page);
}
