import type { VariablesOf } from '../api/graphql.js';
import { type RowList, type Rows, useRowList } from '../ui/row-list.js';
import { loadReviews, type ReviewRow, type ReviewsQuery } from './reviews-query.js';

type Wanted = Pick<VariablesOf<typeof ReviewsQuery>, 'filter' | 'orderBy'>;

/** @param wanted asked anew for each page, since some filters compare with now */
export const useReviews = (key: string, wanted: () => Wanted): [RowList<ReviewRow>, Rows<ReviewRow>] =>
  useRowList(key, (after) => loadReviews(wanted(), after));
