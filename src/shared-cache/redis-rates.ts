import type { Observer } from '../events.ts';
import type { Gate } from './gate.ts';
import type { Rate, RateLedger, Spent } from './rate-ledger.ts';
import type { RedisLink } from './redis-link.ts';

const SECOND_US = 1_000_000;

/**
 * For each key the time at which its network has a full bucket again, by the clock of Redis, in
 * microseconds; without one it has it now. This is the generic cell rate algorithm: each request moves
 * that time on by what it takes to make up for it, at most so far that the debt is one burst. A key
 * ends at its own time.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each = tonumber(ARGV[1])
local most = each * tonumber(ARGV[2])
local levels = {}
for i, key in ipairs(KEYS) do
  local known = tonumber(redis.call('GET', key) or '') or 0
  local requests = tonumber(ARGV[i + 2])
  local full = math.min(math.max(known, now) + each * requests, now + 2 * most)
  if requests > 0 then
    local life = string.format('%.0f', math.ceil((full - now) / 1000))
    redis.call('SET', key, string.format('%.0f', full), 'PX', life)
  end
  levels[i] = string.format('%.3f', (now + most - full) / each)
end
return levels
`;

export interface RedisRatesOptions {
  readonly link: RedisLink;
  readonly gate: Gate;
  /** What all keys begin with. */
  readonly prefix: string;
  readonly observer: Observer;
}

/** Where all copies write down how often client networks came. */
export class RedisRates implements RateLedger {
  readonly #options: RedisRatesOptions;
  #isRefused = false;

  constructor(options: RedisRatesOptions) {
    this.#options = options;
  }

  async settle(rate: Rate, spent: readonly Spent[]): Promise<readonly number[] | undefined> {
    const replies = await this.#options.gate.exchange(() => this.#run(rate, spent));
    const levels = Array.isArray(replies) ? replies.map(Number) : [];
    return levels.length === spent.length && levels.every(Number.isFinite) ? levels : undefined;
  }

  async #run({ perSecond, burst }: Rate, spent: readonly Spent[]): Promise<unknown> {
    const { link, prefix } = this.#options;
    const keys = spent.map(({ network }) => `${prefix}rate:${network}`);
    const numbers = [SECOND_US / perSecond, burst, ...spent.map(({ requests }) => requests)];
    try {
      const levels = await link.commands.eval(SCRIPT, { keys, arguments: numbers.map(String) });
      this.#isRefused = false;
      return levels;
    } catch (error) {
      // A connection that is lost is told of elsewhere.
      if (link.commands.isReady) this.#complain(error);
      throw error;
    }
  }

  /** Once, until it works again: such as a user without the right, or a Redis that is full. */
  #complain(error: unknown): void {
    if (this.#isRefused) return;
    this.#isRefused = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.observer.warning?.({
      name: 'rate-not-shared',
      message: `the shared cache refuses to count requests, so each copy limits rates on its own: ${reason}`,
    });
  }
}
