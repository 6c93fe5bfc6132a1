import type { RateLedger } from '../shared-cache/rate-ledger.ts';
import type { Hello, Order, QuestionName, Questions, Report } from './messages.ts';

export type Answers = {
  readonly [Name in QuestionName]: (
    asked: Questions[Name]['asked'],
  ) => Questions[Name]['answer'] | Promise<Questions[Name]['answer']>;
};

/** A worker's line to its supervisor. */
export interface WorkerLink {
  /** Says that it serves, and answers questions from now on. */
  ready(url: string, answers: Answers): void;
  /** Where all workers write down what they let in. */
  readonly rates: RateLedger;
  /** Resolves when it has to leave: because it is told to, or because the supervisor is gone. */
  readonly dismissed: Promise<void>;
  /** Whether it is the one whose cache is kept for the next start, as far as it has been told. */
  readonly keepsCache: boolean;
  farewell(metrics: Questions['metrics']['answer']): Promise<void>;
}

/** Waits for the supervisor's first word. To be called in a process that a supervisor has forked. */
export async function joinSupervisor(): Promise<{ hello: Hello; link: WorkerLink }> {
  let answers: Answers | undefined;
  let keepsCache = false;
  let welcome: (hello: Hello) => void = () => {};
  let dismiss: () => void = () => {};
  const dismissed = new Promise<void>((resolve) => {
    dismiss = resolve;
  });
  const greeted = new Promise<Hello>((resolve) => {
    welcome = resolve;
  });
  const settling = new Map<number, (levels: readonly number[] | undefined) => void>();
  let lastId = 0;
  process.on('message', (order: Order) => {
    if (order.kind === 'hello') welcome(order);
    else if (order.kind === 'leave') {
      keepsCache = order.keepsCache;
      dismiss();
    } else if (order.kind === 'levels') {
      settling.get(order.id)?.(order.levels);
      settling.delete(order.id);
    } else if (answers !== undefined) {
      const { id, name, asked } = order;
      const reply = answers[name] as (asked: unknown) => unknown;
      void Promise.resolve(reply(asked)).then((answer) => send({ kind: 'answer', id, answer }));
    }
  });
  process.once('disconnect', () => {
    dismiss();
    for (const tell of settling.values()) tell(undefined);
    settling.clear();
  });
  await send({ kind: 'joining' });
  return {
    hello: await greeted,
    link: {
      ready(url, given) {
        answers = given;
        void send({ kind: 'ready', url });
      },
      rates: {
        settle(rate, spent) {
          if (!process.connected) return Promise.resolve(undefined);
          const id = ++lastId;
          void send({ kind: 'spent', id, rate, spent });
          return new Promise((resolve) => settling.set(id, resolve));
        },
      },
      dismissed,
      get keepsCache() {
        return keepsCache;
      },
      farewell: (metrics) => send({ kind: 'farewell', metrics }),
    },
  };
}

/** Resolves also when nobody is there any more. */
function send(report: Report): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) resolve();
    else process.send?.(report, undefined, undefined, () => resolve());
  });
}
