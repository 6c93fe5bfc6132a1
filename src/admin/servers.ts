import type { AdminParts } from './admin-parts.ts';
import { type Answer, json } from './answer.ts';

/** `GET /servers`: what is known of each way to a handle server, those in trouble first. */
export function servers({ resolver, seen, clock }: AdminParts): Answer {
  const now = clock.now();
  const known = resolver.ways().map(({ way, grade, roundTripMs, failures, recheckInMs }) => {
    const [protocol, address, port] = way.split(' ');
    return {
      protocol,
      address,
      port: Number(port),
      grade,
      roundTripMs: roundTripMs ?? null,
      failuresInARow: failures,
      ejectedUntil: grade === 'ejected' ? new Date(now + recheckInMs).toISOString() : null,
      ...seen(way),
    };
  });
  return json({ servers: known.sort((a, b) => b.failuresInARow - a.failuresInARow) });
}
