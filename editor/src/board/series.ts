import { t } from '../text/board.js';
import type { BoardDay } from './board-query.js';
import { countTicks, durationText, durationTicks } from './duration.js';

/** One number a day. */
export interface Series {
  /** What its looks are called in board.css. */
  readonly id: keyof typeof t.board.series;
  /** Bars stand upon each other in the order of the series; `none` is in the table only. */
  readonly look: 'bar' | 'line' | 'none';
  /** In the order of the days; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** What a chart and its table show. */
export interface ChartData {
  readonly id: keyof typeof t.board.charts;
  readonly days: readonly string[];
  readonly series: readonly Series[];
  /** @returns the marks of a scale, 0 first, the last no less than `most` */
  readonly ticks: (most: number) => readonly number[];
  readonly say: (value: number) => string;
}

const count = (value: number): string => t.common.total(value, false);

/** @returns the four charts of a board */
export function chartsOf(days: readonly BoardDay[]): ChartData[] {
  const chart = (
    id: ChartData['id'],
    series: [Series['id'], Series['look'], (day: BoardDay) => number | null][],
    numbers: Pick<ChartData, 'ticks' | 'say'> = { ticks: countTicks, say: count },
  ): ChartData => ({
    id,
    days: days.map(({ day }) => day),
    series: series.map(([name, look, of]) => ({ id: name, look, values: days.map(of) })),
    ...numbers,
  });
  return [
    chart('throughput', [
      ['verified', 'bar', ({ decided }) => decided.verified],
      ['disputed', 'bar', ({ decided }) => decided.disputed],
      ['unconfirmed', 'bar', ({ decided }) => decided.unconfirmed],
      ['queued', 'line', ({ queued }) => queued],
      ['withdrawn', 'none', ({ withdrawn }) => withdrawn],
      ['late', 'none', ({ decided }) => decided.late],
    ]),
    chart('backlog', [['backlog', 'line', ({ backlog }) => backlog]]),
    chart(
      'times',
      [
        ['p90', 'line', ({ decided }) => decided.p90Seconds],
        ['p50', 'line', ({ decided }) => decided.p50Seconds],
      ],
      { ticks: durationTicks, say: durationText },
    ),
    chart('expiries', [['expiries', 'bar', ({ leaseExpiries }) => leaseExpiries]]),
  ];
}
