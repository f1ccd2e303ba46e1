/** The forms that a language has for counts (CLDR); Arabic has all six. */
type Forms = { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** @returns a function that words a count; `#` in a form stands for the number */
export function pluralsOf(locale: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count));
}
