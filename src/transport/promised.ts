import type { Answer } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import { TransportError } from './errors.ts';
import type { ExchangeLimits } from './pending.ts';
import type { Question } from './question.ts';
import type { Transport } from './transport.ts';

/** One exchange as a promise, for those who make few. */
export function promised(
  ask: Transport['ask'],
  endpoint: Endpoint,
  question: Question,
  limits: ExchangeLimits,
): Promise<Answer> {
  const { signal, timeoutMs } = limits;
  return new Promise((resolve, reject) => {
    ask(endpoint, question, {
      signal,
      timeoutMs,
      onLarge: () => limits.onLarge?.(),
      onEnd: (outcome) => {
        if (outcome instanceof TransportError) reject(outcome);
        else resolve(outcome);
      },
    });
  });
}
