import type { DeskApp } from './desk-app.js';

/** What keeping views of the inbox is asked with; each mutation answers as `answer`. */
const VIEW = `id name filter { desk { slug } tab text kind claimant whose queuedFrom queuedTo }`;
const SUCCESS = `__typename ... on UserError { code message path } ... on SavedViewSuccess { savedView { ${VIEW} } }`;

export const VIEWS = `{ viewer { savedViews { ${VIEW} } } }`;
export const SAVE = `mutation ($input: SaveViewInput!) { answer: saveView(input: $input) { ${SUCCESS} } }`;
export const UPDATE = `mutation ($input: UpdateSavedViewInput!) {
  answer: updateSavedView(input: $input) { ${SUCCESS} } }`;
export const DELETE = `mutation ($id: ID!) {
  answer: deleteSavedView(id: $id) { __typename ... on UserError { code path } ... on DeleteSavedViewSuccess { id } } }`;

/** A view of the account, made past everybody. */
export async function aView(app: DeskApp, userId: string): Promise<{ id: string }> {
  const made = await app.sql<{ id: string }>(
    `INSERT INTO saved_view (id, user_id, name, place, tab)
     VALUES (gen_random_uuid(), $1, gen_random_uuid(), 0, 'OPEN') RETURNING id`,
    [userId],
  );
  return made[0]!;
}
