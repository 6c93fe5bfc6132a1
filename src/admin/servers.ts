import type { AdminParts } from './admin-parts.ts';
import { type Answer, json } from './answer.ts';

/** `GET /servers`: what is known of each way to a handle server, those in trouble first. */
export async function servers({ ways, clock }: AdminParts): Promise<Answer> {
  const now = clock.now();
  const known = (await ways()).map((each) => {
    const { way, grade, roundTripMs, failures, recheckInMs, seen, worker } = each;
    const [protocol, address, port] = way.split(' ');
    return {
      protocol,
      address,
      port: Number(port),
      grade,
      roundTripMs: roundTripMs ?? null,
      failuresInARow: failures,
      ejectedUntil: grade === 'ejected' ? new Date(now + recheckInMs).toISOString() : null,
      ...seen,
      ...(worker !== undefined && { worker }),
    };
  });
  return json({ servers: known.sort((a, b) => b.failuresInARow - a.failuresInARow) });
}
