import { t } from '../text/board.js';
import { calendarDay } from '../ui/time.js';
import type { ChartData } from './series.js';

/** The same numbers as the chart's, and those that it has no room for; the newest day first. */
export function ChartTable({ chart: { id, days, series, say } }: { chart: ChartData }) {
  const label = t.board.tableOf(t.board.charts[id]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    <div className="table-scroll chart-table" role="region" aria-label={label} tabIndex={0}>
      <table className="figures-table">
        <thead>
          <tr>
            <th scope="col">{t.board.day}</th>
            {series.map((each) => (
              <th scope="col" key={each.id}>
                {t.board.series[each.id]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days
            .map((day, i) => (
              <tr key={day}>
                <th scope="row">{calendarDay(day)}</th>
                {series.map(({ id: name, values }) => {
                  const value = values[i] ?? null;
                  return <td key={name}>{value === null ? t.board.none : say(value)}</td>;
                })}
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </div>
  );
}
