import { useQuery } from 'urql';
import { useLocation, useSearchParams } from 'wouter';
import { client } from '../api/client.js';
import { type Enum, graphql, type ResultOf, type VariablesOf } from '../api/graphql.js';
import { ALL_DESKS, inboxPath } from '../routes.js';
import { t } from '../text/index.js';
import { failureText } from '../ui/failure.js';
import { type Filters, NO_FILTERS, type Tab, type Whose, writeFilters } from './filters.js';

const SavedViewParts = graphql(`
  fragment SavedViewParts on SavedView {
    id
    name
    filter {
      desk {
        id
        slug
      }
      tab
      text
      kind
      claimant
      whose
      queuedFrom
      queuedTo
    }
  }
`);

const SavedViewsQuery = graphql(
  `
    query SavedViews {
      viewer {
        id
        savedViews {
          ...SavedViewParts
        }
      }
    }
  `,
  [SavedViewParts],
);

const SaveViewMutation = graphql(`
  mutation SaveView($input: SaveViewInput!) {
    saveView(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`);

const UpdateSavedViewMutation = graphql(`
  mutation UpdateSavedView($input: UpdateSavedViewInput!) {
    updateSavedView(input: $input) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`);

const DeleteSavedViewMutation = graphql(`
  mutation DeleteSavedView($id: ID!) {
    deleteSavedView(id: $id) {
      __typename
      ... on UserError {
        message
      }
    }
  }
`);

export type SavedView = ResultOf<typeof SavedViewsQuery>['viewer']['savedViews'][number];
type FilterInput = VariablesOf<typeof SaveViewMutation>['input']['filter'];

const TAB_OF: Readonly<Record<Tab, Enum<'InboxTab'>>> = {
  open: 'OPEN',
  waiting: 'WAITING',
  held: 'HELD',
  'sign-off': 'SIGN_OFF',
  deferred: 'DEFERRED',
  overdue: 'OVERDUE',
  decided: 'DECIDED',
};
const WHOSE_OF: Readonly<Record<Whose, Enum<'InboxWhose'>>> = { assigned: 'ASSIGNED_TO_ME', held: 'HELD_BY_ME' };
const keyOf = <Key extends string, Value>(record: Readonly<Record<Key, Value>>, value: Value | null): Key | null =>
  (Object.keys(record) as Key[]).find((key) => record[key] === value) ?? null;

/** The address of what a view shows. */
export const viewPath = ({ filter }: SavedView): string =>
  addressOf(filter.desk?.slug ?? ALL_DESKS, {
    ...NO_FILTERS,
    tab: keyOf(TAB_OF, filter.tab) ?? 'open',
    text: filter.text ?? '',
    kind: filter.kind,
    claimant: filter.claimant ?? '',
    whose: keyOf(WHOSE_OF, filter.whose),
    from: filter.queuedFrom ?? '',
    to: filter.queuedTo ?? '',
  });

/** @param slug of a desk, or ALL_DESKS */
export function addressOf(slug: string, filters: Filters): string {
  const query = writeFilters({ ...filters, text: filters.text.trim(), claimant: filters.claimant.trim() }).toString();
  return query === '' ? inboxPath(slug) : `${inboxPath(slug)}?${query}`;
}

/** What is sent to keep the filters as they are. */
export const toFilterInput = (filters: Filters, deskId: string | null): FilterInput => ({
  deskId,
  tab: TAB_OF[filters.tab],
  text: filters.text.trim() || null,
  kind: filters.kind,
  claimant: filters.claimant.trim() || null,
  whose: filters.whose === null ? null : WHOSE_OF[filters.whose],
  queuedFrom: filters.from || null,
  queuedTo: filters.to || null,
});

/** The account's views; none while they are not known. They change by nobody else's hand, so nothing watches them. */
export function useSavedViews(): readonly SavedView[] {
  const [{ data }] = useQuery({ query: SavedViewsQuery, requestPolicy: 'cache-first' });
  return data?.viewer.savedViews ?? [];
}

/** @returns the view whose address this is; null where it is none's */
export function useShownView(): SavedView | null {
  const [path] = useLocation();
  const [params] = useSearchParams();
  const query = params.toString();
  const here = query === '' ? path : `${path}?${query}`;
  return useSavedViews().find((view) => viewPath(view) === here) ?? null;
}

/** Reads the views again, wherever they are shown. */
const reread = () => client.query(SavedViewsQuery, {}, { requestPolicy: 'network-only' }).toPromise();

interface Answer {
  readonly data?: Readonly<Record<string, { readonly __typename: string; readonly message?: string }>> | undefined;
  readonly error?: Parameters<typeof failureText>[0] | undefined;
}

/** @returns why it was not done, as a sentence; null once it was */
async function settle(answer: Promise<Answer>): Promise<string | null> {
  const { data, error } = await answer;
  if (data === undefined) return error?.networkError ? t.failures.notReached : failureText(error!);
  await reread();
  return Object.values(data)[0]!.message ?? null;
}

/** Each answers why it was not done, as a sentence; null once it was. */
export const saveView = (name: string, filter: FilterInput, place?: number): Promise<string | null> =>
  settle(client.mutation(SaveViewMutation, { input: { name, filter, place: place ?? null } }).toPromise());

export const updateView = (
  id: string,
  changes: { name?: string; place?: number; filter?: FilterInput },
): Promise<string | null> =>
  settle(client.mutation(UpdateSavedViewMutation, { input: { id, ...changes } }).toPromise());

export const deleteView = (id: string): Promise<string | null> =>
  settle(client.mutation(DeleteSavedViewMutation, { id }).toPromise());

/** What is sent to keep a view again that was removed. */
export const inputOf = ({ filter: { desk, ...filter } }: SavedView): FilterInput => ({
  deskId: desk?.id ?? null,
  tab: filter.tab,
  text: filter.text,
  kind: filter.kind,
  claimant: filter.claimant,
  whose: filter.whose,
  queuedFrom: filter.queuedFrom,
  queuedTo: filter.queuedTo,
});
