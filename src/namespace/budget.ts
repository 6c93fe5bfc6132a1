import {
  MAX_EXPRESSION_WORK,
  MAX_TEMPLATE_CHARACTERS,
  MAX_TEMPLATE_STEPS,
  MAX_TEMPLATE_VALUES,
} from './limits.ts';

/** Thrown inside the room when a template asks for too much; the expansion is then not found. */
export class TemplateTooCostly extends Error {}

/** What one expansion may still spend. */
export class Budget {
  #steps = MAX_TEMPLATE_STEPS;
  #characters = MAX_TEMPLATE_CHARACTERS;
  #values = MAX_TEMPLATE_VALUES;
  #expressionWork = MAX_EXPRESSION_WORK;

  /** @throws TemplateTooCostly */
  step(count = 1): void {
    this.#steps -= count;
    if (this.#steps < 0) throw new TemplateTooCostly('too many steps');
  }

  /** @throws TemplateTooCostly */
  produce(characters: number): void {
    this.#characters -= characters;
    if (this.#characters < 0) throw new TemplateTooCostly('too much text');
  }

  /** @throws TemplateTooCostly */
  value(): void {
    this.#values -= 1;
    if (this.#values < 0) throw new TemplateTooCostly('too many values');
  }

  /** @returns false when that much matching is no longer affordable */
  spendOnExpression(work: number): boolean {
    if (work > this.#expressionWork) return false;
    this.#expressionWork -= work;
    return true;
  }
}
