import { asciiUpper } from '../handle/ascii.ts';
import { percentDecode } from '../http/percent-decode.ts';
import type { PurgeTarget } from '../resolver/cache-report.ts';
import type { AdminParts } from './admin-parts.ts';
import { type Answer, json, problem } from './answer.ts';
import { MAX_PURGE_TARGETS } from './limits.ts';

const USAGE =
  'Say what to forget: ?handle=20.500.1/abc, ?prefix=20.500.1 (both may be repeated), or ?all.';

/** `POST /purge?handle=…&prefix=…` or `POST /purge?all` */
export async function purge(
  { purge: forget, onPurge }: AdminParts,
  query: string,
): Promise<Answer> {
  const targets: PurgeTarget[] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const [name, value] = memberOf(part);
    if (value === undefined) {
      return problem(400, `${USAGE} A % must be followed by two hexadecimal digits: ${part}`);
    }
    if (name === 'all' && (value === '' || value === 'true')) targets.push('all');
    else if (name === 'handle' && value.includes('/')) targets.push({ handle: value });
    else if (name === 'prefix' && value !== '' && !value.includes('/')) {
      targets.push({ prefix: value });
    } else {
      return problem(400, `${USAGE} This is none of it: ${name}=${value}`);
    }
  }
  if (targets.length === 0) return problem(400, USAGE);
  if (targets.length > MAX_PURGE_TARGETS) {
    return problem(400, `One request may name ${MAX_PURGE_TARGETS} things to forget.`);
  }
  for (const target of targets) {
    await forget(target);
    onPurge(describe(target));
  }
  return json({ purged: targets.map((target) => (target === 'all' ? { all: true } : target)) });
}

/** Not as forms are written: a handle may contain `+`, and here it means itself. */
function memberOf(part: string): [name: string, value: string | undefined] {
  const equals = part.indexOf('=');
  return equals < 0 ? [part, ''] : [part.slice(0, equals), percentDecode(part.slice(equals + 1))];
}

function describe(target: PurgeTarget): string {
  if (target === 'all') return 'everything';
  return 'handle' in target ? target.handle : `prefix ${asciiUpper(target.prefix)}`;
}
