import { useRef } from 'react';
import { useQuery } from 'urql';
import { useLive } from '../live.js';
import { ALL_DESKS } from '../routes.js';
import { type Board, BoardQuery } from './board-query.js';
import { type Span, viewersZone } from './span.js';

/** The figures of a desk, kept up to date; where they cannot be read again, the last ones are kept. */
export function useBoard(slug: string, days: Span, pause: boolean) {
  const variables = { slug: slug === ALL_DESKS ? null : slug, days, timeZone: viewersZone() };
  const [{ data, error, fetching }, execute] = useQuery({ query: BoardQuery, variables, pause });
  const key = `${slug} ${days}`;
  const last = useRef<{ key: string; board: Board } | null>(null);
  if (data?.deskBoard) last.current = { key, board: data.deskBoard };
  const refresh = (): void => {
    if (!pause) execute({ requestPolicy: 'network-only' });
  };
  useLive(refresh);
  const board = data?.deskBoard ?? (last.current?.key === key ? last.current.board : null);
  return {
    board,
    /** Whether the server says that there is no such desk. */
    isMissing: data?.deskBoard === null,
    isKept: board !== null && error !== undefined,
    error: board === null ? error : undefined,
    isLoading: fetching,
    refresh,
  };
}
