import { useId, useState } from 'react';
import { t } from '../text/index.js';
import { calendarDay } from '../ui/time.js';
import { ChartDrawing } from './chart-drawing.js';
import { ChartTable } from './chart-table.js';
import type { ChartData } from './series.js';
import { Swatch } from './swatch.js';

/** Days that Page Up and Page Down go on by. */
const WEEK = 7;

/** A chart of days with the numbers of one of them beside it, which a pointer or the arrow keys choose; or its table. */
export function DayChart({ chart }: { chart: ChartData }) {
  const id = useId();
  const [isTable, setTable] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const last = chart.days.length - 1;
  const day = Math.min(chosen ?? last, last);
  const name = t.board.charts[chart.id];
  const shown = chart.series.filter(({ look }) => look !== 'none');
  const valueOf = (values: readonly (number | null)[]): string => {
    const value = values[day] ?? null;
    return value === null ? t.board.none : chart.say(value);
  };
  const dayText = calendarDay(chart.days[day]!);
  const spoken = [dayText, ...shown.map((series) => `${t.board.series[series.id]} ${valueOf(series.values)}`)];

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const ahead = document.dir === 'rtl' ? -1 : 1;
    const steps: Record<string, number> = {
      ArrowRight: ahead,
      ArrowLeft: -ahead,
      ArrowUp: 1,
      ArrowDown: -1,
      PageUp: WEEK,
      PageDown: -WEEK,
      Home: -last,
      End: last,
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setChosen(Math.min(Math.max(day + step, 0), last));
  };

  return (
    <section className="chart" aria-labelledby={id}>
      <header>
        <h3 id={id}>{name}</h3>
        <button type="button" className="button quiet" aria-describedby={id} onClick={() => setTable(!isTable)}>
          {isTable ? t.board.asChart : t.board.asTable}
        </button>
      </header>
      {isTable ? (
        <ChartTable chart={chart} />
      ) : (
        <>
          {shown.every(({ values }) => values.every((value) => value === null)) && chart.id === 'backlog' && (
            <p className="hint">{t.board.tooMany}</p>
          )}
          <p className="readout" aria-hidden="true">
            <span className="readout-day">{dayText}</span>
            {shown.map((series) => (
              <span key={series.id} className="readout-value">
                <Swatch series={series} pattern={`${id}${series.id}`} />
                {t.board.series[series.id]} <b>{valueOf(series.values)}</b>
              </span>
            ))}
          </p>
          <div
            className="chart-area"
            role="slider"
            tabIndex={0}
            aria-label={t.board.chartHint(name)}
            aria-valuemin={0}
            aria-valuemax={last}
            aria-valuenow={day}
            aria-valuetext={spoken.join(', ')}
            onKeyDown={onKeyDown}
            onFocus={() => setChosen(day)}
            onBlur={() => setChosen(null)}
            // a finger that is lifted has chosen
            onPointerLeave={({ pointerType }) => {
              if (pointerType !== 'touch') setChosen(null);
            }}
          >
            <ChartDrawing chart={chart} day={chosen === null ? null : day} patterns={id} onPoint={setChosen} />
          </div>
        </>
      )}
    </section>
  );
}
