import { Injectable } from '@nestjs/common';
import type { User } from '../auth/user.type.js';
import { Database } from '../database/database.js';
import type { Desk } from '../desks/desk.type.js';
import { total } from '../graphql/connection.js';
import { type Days, daysUntil } from '../kernel/time-zone.js';
import { toDeskCounts } from '../review/desk-counts.js';
import type { DeskCounts } from '../review/review.type.js';
import { AGES, BACKLOG_LIMIT, BOARD } from './board-statement.js';
import type { BacklogAge, BoardDay, BoardFigures, DecidedFigures, DeskBoard, DeskWorkload } from './board.type.js';

/** By the number of the day, from 1; a day without any is left out. */
type ByDay<Value> = Readonly<Record<number, Value>> | null;
type Decided = Omit<DecidedFigures, 'p50Seconds' | 'p90Seconds'> & { readonly percentiles: [number, number] | null };

type Person = Omit<DeskWorkload, 'user' | 'assigned'> & User & { readonly assigned: number };

interface Found {
  readonly queued: ByDay<number>;
  /** Of the whole span under 0. */
  readonly decided: Readonly<Record<number, Decided>>;
  readonly withdrawn: ByDay<number>;
  readonly expired: ByDay<number>;
  readonly people: readonly Person[] | null;
  readonly open: number;
  readonly ages: readonly number[];
  readonly counts: Readonly<Record<keyof DeskCounts, number>>;
}

interface Wanted {
  /** The desks that are counted together. */
  readonly desks: readonly Desk[];
  /** Calendar days, today and those before it. */
  readonly days: number;
  /** A name that `isTimeZone` knows. */
  readonly timeZone: string;
}

@Injectable()
export class BoardQueries {
  constructor(private readonly database: Database) {}

  /** @returns the board but for which desk it is of */
  async read({ desks, days, timeZone }: Wanted): Promise<Omit<DeskBoard, 'desk'>> {
    const at = new Date();
    const span = daysUntil(at, days, timeZone);
    const [found] = await this.database.rows<Found>(BOARD, [desks.map(({ id }) => id), span.starts, at]);
    return {
      at,
      timeZone,
      counts: toDeskCounts(found!.counts),
      ages: found!.ages.map(toAge),
      total: totalOf(found!),
      days: daysOf(span, found!),
      people: (found!.people ?? []).map(toWorkload),
    };
  }
}

function toWorkload({ id, name, assigned, ...figures }: Person): DeskWorkload {
  return { ...figures, user: { id, name }, assigned: total(assigned) };
}

const toAge = (count: number, i: number): BacklogAge => ({
  fromHours: i === 0 ? 0 : AGES[i - 1]!,
  toHours: AGES[i] ?? null,
  count: total(count),
});

const NOTHING: Decided = { count: 0, verified: 0, disputed: 0, unconfirmed: 0, late: 0, percentiles: null };

function toDecided({ percentiles, ...counts }: Decided = NOTHING): DecidedFigures {
  return { ...counts, p50Seconds: percentiles?.[0] ?? null, p90Seconds: percentiles?.[1] ?? null };
}

const sum = (counts: ByDay<number>): number => Object.values(counts ?? {}).reduce((all, n) => all + n, 0);

const totalOf = ({ queued, decided, withdrawn, expired }: Found): BoardFigures => ({
  queued: sum(queued),
  decided: toDecided(decided[0]),
  withdrawn: sum(withdrawn),
  leaseExpiries: sum(expired),
});

function daysOf({ days }: Days, found: Found): BoardDay[] {
  const { queued, decided, withdrawn, expired } = found;
  const backlogs = backlogsOf(days.length, found);
  return days.map((day, i) => ({
    day,
    backlog: backlogs[i]!,
    queued: queued?.[i + 1] ?? 0,
    decided: toDecided(decided[i + 1]),
    withdrawn: withdrawn?.[i + 1] ?? 0,
    leaseExpiries: expired?.[i + 1] ?? 0,
  }));
}

/** Reckoned back from now: what came on a later day was not there yet, and what went then still was. */
function backlogsOf(days: number, { queued, decided, withdrawn, open }: Found): (number | null)[] {
  const backlogs: (number | null)[] = [];
  let backlog = open;
  for (let day = days; day > 0; day -= 1) {
    backlogs.unshift(open > BACKLOG_LIMIT ? null : backlog);
    backlog += (decided[day]?.count ?? 0) + (withdrawn?.[day] ?? 0) - (queued?.[day] ?? 0);
  }
  return backlogs;
}
