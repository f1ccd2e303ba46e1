/** Collects the conditions of a WHERE clause with their parameters. */
export class Where {
  readonly values: unknown[] = [];
  private readonly conditions: string[] = [];

  /**
   * Adds a condition, unless the value is left out.
   *
   * @param value null and undefined restrict nothing
   * @param condition SQL made from the parameter's placeholder, such as `$3`
   */
  and(value: unknown, condition: (placeholder: string) => string): this {
    if (value !== null && value !== undefined) this.conditions.push(condition(this.parameter(value)));
    return this;
  }

  /** Adds a condition that has no parameter, or has them already. */
  always(condition: string): this {
    this.conditions.push(condition);
    return this;
  }

  /** @returns the placeholder of a further parameter */
  parameter(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** @returns what was collected so far, unaffected by what is added later */
  copy(): { sql: string; values: unknown[] } {
    return { sql: this.sql, values: [...this.values] };
  }

  get sql(): string {
    return this.conditions.length === 0 ? 'true' : this.conditions.map((condition) => `(${condition})`).join(' AND ');
  }
}

/** @returns a pattern for LIKE that finds the text anywhere; its own % and _ stand for themselves */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
