import { useState } from 'react';
import { useQuery } from 'urql';
import { useLive } from '../live.js';
import { ALL_DESKS } from '../routes.js';
import { type Board, BoardQuery } from './board-query.js';
import { type Span, viewersZone } from './span.js';

/**
 * The figures of a desk, kept up to date. Until those of another time are there, and where they cannot be read again, the
 * last ones are kept.
 */
export function useBoard(slug: string, days: Span, pause: boolean) {
  const variables = { slug: slug === ALL_DESKS ? null : slug, days, timeZone: viewersZone() };
  const [{ data, error }, execute] = useQuery({ query: BoardQuery, variables, pause });
  const [last, setLast] = useState<Board | null>(null);
  if (data?.deskBoard && data.deskBoard !== last) setLast(data.deskBoard);
  const refresh = (): void => {
    if (!pause) execute({ requestPolicy: 'network-only' });
  };
  useLive(refresh);
  const isRefused = pause || error?.graphQLErrors.some(({ extensions }) => extensions['code'] === 'FORBIDDEN') === true;
  const board = isRefused || data?.deskBoard === null ? null : (data?.deskBoard ?? last);
  return {
    board,
    /** Whether the server says that there is no such desk. */
    isMissing: data?.deskBoard === null,
    /** Whether this person may not read it. */
    isRefused,
    /** Whether other figures than those on the page are being read. */
    isBusy: board !== null && board.days.length !== days && error === undefined,
    isKept: board !== null && error !== undefined,
    error: board === null && !isRefused ? error : undefined,
    refresh,
  };
}
