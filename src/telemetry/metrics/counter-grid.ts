import { type MetricList, register } from './register.ts';

/** A label and all values that it can have. */
export interface Label<Value extends string> {
  readonly name: string;
  readonly values: readonly Value[];
}

export interface CounterGridAbout<Row extends string, Column extends string> {
  readonly name: string;
  readonly help: string;
  readonly rows: Label<Row>;
  readonly columns: Label<Column>;
  /** Which series are there from the start, at 0; the others come with their first event. */
  readonly isShownAtZero: (row: Row, column: Column) => boolean;
}

/** A counter with two labels whose values are known beforehand: to count is to add to a number. */
export class CounterGrid<Row extends string, Column extends string> {
  readonly #counts: Float64Array;
  readonly #width: number;

  constructor(list: MetricList, about: CounterGridAbout<Row, Column>) {
    const { name, help, rows, columns, isShownAtZero } = about;
    this.#width = columns.values.length;
    this.#counts = new Float64Array(rows.values.length * this.#width);
    const series = rows.values.flatMap((row) =>
      columns.values.map((column) => ({
        labels: { [rows.name]: row, [columns.name]: column },
        isShown: isShownAtZero(row, column),
      })),
    );
    register(list, { name, help, type: 'counter' }, () =>
      series
        .map(({ labels, isShown }, at) => ({ labels, isShown, value: this.#counts[at] ?? 0 }))
        .filter(({ isShown, value }) => isShown || value > 0)
        .map(({ labels, value }) => ({ labels, value })),
    );
  }

  /** @param row and `column` are positions among the values of their labels */
  count(row: number, column: number): void {
    const at = row * this.#width + column;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }
}
