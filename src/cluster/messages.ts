import type { OperatedWay } from '../admin/admin-parts.ts';
import type { HandleReport, PurgeTarget } from '../resolver/cache-report.ts';
import type { Rate, Spent } from '../shared-cache/rate-ledger.ts';
import type { ProcessMetrics } from './gather-metrics.ts';

/** What a worker is told first. */
export interface Hello {
  readonly kind: 'hello';
  /** Where resolution starts, when that is not what the settings say. */
  readonly bootstrap: unknown;
  /** Whether it begins with what was kept of a cache. */
  readonly restoresCache: boolean;
}

/** What a supervisor asks of its workers, and what they answer. */
export interface Questions {
  readonly metrics: { readonly asked: undefined; readonly answer: ProcessMetrics };
  readonly inspect: { readonly asked: string; readonly answer: HandleReport };
  readonly purge: { readonly asked: PurgeTarget; readonly answer: undefined };
  readonly ways: { readonly asked: undefined; readonly answer: readonly OperatedWay[] };
}

export type QuestionName = keyof Questions;

/** From the supervisor. */
export type Order =
  | Hello
  /** Finish the requests in hand and end; one of all then keeps its cache for the next start. */
  | { readonly kind: 'leave'; readonly keepsCache: boolean }
  | {
      readonly kind: 'question';
      readonly id: number;
      readonly name: QuestionName;
      readonly asked: unknown;
    }
  /** What is left of each network that the report of this number told of. */
  | { readonly kind: 'levels'; readonly id: number; readonly levels: readonly number[] };

/** From a worker. */
export type Report =
  /** It listens: what was sent before is lost. */
  | { readonly kind: 'joining' }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  /** What it has let in. */
  | {
      readonly kind: 'spent';
      readonly id: number;
      readonly rate: Rate;
      readonly spent: readonly Spent[];
    }
  /** Its metrics at the end, so that what it counted is not lost. */
  | { readonly kind: 'farewell'; readonly metrics: ProcessMetrics };
