/** What routing looks at on a desk. */
export interface DeskProfile {
  readonly id: string;
  readonly topics: readonly string[];
  /** BCP 47; empty for any. */
  readonly languages: readonly string[];
  readonly isDefault: boolean;
}

const primaryLanguage = (tag: string): string => tag.split('-')[0]!.toLowerCase();

/**
 * The desk for a claim that names none: of the desks that read its language, the one with the most of its topics;
 * on a tie the one listed first; without a common topic the default desk.
 *
 * @returns null if there is no such desk and no default
 */
export function routeToDesk<Desk extends DeskProfile>(
  desks: readonly Desk[],
  claim: { readonly topics: readonly string[]; readonly language: string },
): Desk | null {
  const topics = new Set(claim.topics.map((topic) => topic.toLowerCase()));
  const language = primaryLanguage(claim.language);
  const common = (desk: Desk): number =>
    desk.languages.length > 0 && !desk.languages.some((tag) => primaryLanguage(tag) === language)
      ? 0
      : desk.topics.filter((topic) => topics.has(topic.toLowerCase())).length;
  let best: Desk | null = null;
  for (const desk of desks) if (common(desk) > (best === null ? 0 : common(best))) best = desk;
  return best ?? desks.find((desk) => desk.isDefault) ?? null;
}
