import type { Handle } from '../handle/handle.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import { askUpstream } from './ask-upstream.ts';
import { withoutScheme } from './handle-from-path.ts';
import type { HttpContext } from './http-context.ts';
import {
  BULK_CONCURRENCY,
  BULK_TIME_MS,
  MAX_BULK_ANSWER_CHARACTERS,
  MAX_BULK_BODY_BYTES,
  MAX_BULK_HANDLES,
} from './limits.ts';
import { joinParameters, parametersIn, parseObject, readForm } from './parameters.ts';
import { contentType, isEncoded, JSON_BODY, readBody } from './read-body.ts';
import { NO_STORE } from './respond.ts';
import { restError } from './rest-api.ts';
import { type RestBody, restBody, restText } from './rest-body.ts';
import { COMPACT, readRestFormat, respondRest } from './rest-format.ts';
import { isWhole, type RestParameters, readRestParameters } from './rest-parameters.ts';
import { isTooLong } from './route.ts';
import { verifyFound } from './verify-found.ts';
import type { Visit } from './visit.ts';

const { error, protocolError, invalidHandle, serverTooBusy } = ResponseCode;

/**
 * Answers `POST /api/handles` with `{"handles": […]}`: what `/api/handles/<handle>` would say of
 * each, in the same order. The other members are the parameters of the API and hold for all.
 *
 * Each handle has its own time and exchanges, so that one which takes long costs the others nothing;
 * so many are looked up at once, and none is begun when the time for all is up.
 */
export async function restBulk(context: HttpContext, visit: Visit): Promise<Response> {
  const refuse = (message: string, status = 400, format = COMPACT) =>
    restError(status, { responseCode: protocolError, message }, NO_STORE, format);
  const { incoming } = visit;
  if (contentType(incoming) !== JSON_BODY || isEncoded(incoming)) {
    return refuse(`The body must be ${JSON_BODY} without any Content-Encoding`, 415);
  }
  const bytes = await readBody(incoming, MAX_BULK_BODY_BYTES);
  if (bytes === undefined) return refuse(`The body can have ${MAX_BULK_BODY_BYTES} bytes`, 413);
  const { handles, ...members } = parseObject(bytes.toString('utf8')) ?? {};
  const inBody = parametersIn(members);
  if (inBody === undefined || !Array.isArray(handles)) {
    return refuse('The body must be a JSON object with a list "handles" and API parameters');
  }
  const parameters = joinParameters(readForm(visit.route.query), inBody);
  const format = readRestFormat(parameters);
  if (typeof format === 'string') return refuse(format);
  if (handles.length > MAX_BULK_HANDLES) {
    return refuse(`One request can have ${MAX_BULK_HANDLES} handles`, 400, format);
  }
  const asked = readRestParameters(parameters);
  if (typeof asked === 'string') return refuse(asked, 400, format);
  const results = await resultsOf(context, visit, handles, asked);
  return respondRest(200, NO_STORE, { results }, format);
}

async function resultsOf(
  context: HttpContext,
  visit: Visit,
  handles: readonly unknown[],
  asked: RestParameters,
): Promise<RestBody[]> {
  const { clock } = context;
  const latest = clock.elapsed() + BULK_TIME_MS;
  const results: RestBody[] = [];
  const left = handles.entries();
  let characters = 0;
  const work = async () => {
    // The workers share one iterator: each takes the next handle that nobody has taken.
    for (const [position, entry] of left) {
      const result =
        unusable(entry) ??
        (clock.elapsed() >= latest
          ? failed(entry as Handle, 'not asked for: the request took too long')
          : await resultOf(context, visit, entry as Handle, asked));
      const length = restText(result).length;
      const fits = characters + length <= MAX_BULK_ANSWER_CHARACTERS;
      if (fits) characters += length;
      results[position] = fits
        ? result
        : failed(entry as Handle, 'left out: the answer would be too long; ask for it alone');
    }
  };
  await Promise.all(Array.from({ length: BULK_CONCURRENCY }, work));
  return results;
}

async function resultOf(
  context: HttpContext,
  visit: Visit,
  entry: Handle,
  parameters: RestParameters,
): Promise<RestBody> {
  const { options, follow, verify } = parameters;
  const handle = withoutScheme(entry);
  const known = options.authoritative ? undefined : context.resolver.cached(handle, options);
  const asked = { ...options, signal: visit.signal() };
  const resolution = known ?? (await askUpstream(context, visit, handle, asked));
  if (resolution === undefined) return tooBusy(handle);
  if (!verify || resolution.outcome !== 'found') return restBody(resolution, follow);
  const budget = context.resolver.budget();
  const verified = verifyFound(context, visit, resolution, isWhole(parameters), budget);
  if (verified === undefined) return tooBusy(handle);
  return restBody(resolution, follow, await verified);
}

function tooBusy(handle: Handle): RestBody {
  return { responseCode: serverTooBusy, message: 'too much to do: ask again', handle };
}

/** What is wrong with an entry that can be no handle. */
function unusable(entry: unknown): RestBody | undefined {
  if (typeof entry !== 'string') {
    return { responseCode: invalidHandle, message: 'A handle is a text' };
  }
  const handle = withoutScheme(entry);
  const isPossible = handle !== '' && !handle.includes('\0') && !isTooLong(handle);
  if (isPossible) return undefined;
  return { responseCode: invalidHandle, message: 'That is no handle', handle: entry };
}

function failed(handle: Handle, message: string): RestBody {
  return { responseCode: error, message, handle };
}
