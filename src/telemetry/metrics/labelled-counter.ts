import { type MetricAbout, type MetricList, register } from './register.ts';

/** A counter with one label whose values come with their first event; there must be few of them. */
export class LabelledCounter {
  readonly #counts: Map<string, number>;

  /** @param shownAtZero the values that are there from the start */
  constructor(list: MetricList, { label, shownAtZero = [], ...about }: LabelledCounterAbout) {
    this.#counts = new Map(shownAtZero.map((value) => [value, 0]));
    register(list, { ...about, type: 'counter' }, () =>
      [...this.#counts].map(([value, count]) => ({ labels: { [label]: value }, value: count })),
    );
  }

  add(value: string, count = 1): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + count);
  }
}

export interface LabelledCounterAbout extends Pick<MetricAbout, 'name' | 'help'> {
  readonly label: string;
  readonly shownAtZero?: readonly string[];
}
