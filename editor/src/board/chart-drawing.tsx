import { scaleBand, scaleLinear } from '@visx/scale';
import { AreaClosed, Bar, LinePath } from '@visx/shape';
import { shortCalendarDay } from '../ui/time.js';
import { useWidth } from '../ui/width.js';
import type { ChartData, Series } from './series.js';
import { Pattern } from './swatch.js';

const HEIGHT = 168;
const TOP = 8;
const BOTTOM = 22;
/** Room for the scale's numbers, and for half of the last day's name. */
const START = 52;
const END = 22;
/** Between the names of two days: less, and they touch. */
const NAME_WIDTH = 76;

interface ChartDrawingProps {
  readonly chart: ChartData;
  /** The day that is marked; null for none. */
  readonly day: number | null;
  /** Begins the ids of its patterns. */
  readonly patterns: string;
  readonly onPoint: (day: number) => void;
}

/** Bars upon each other and lines over them, over days. It says nothing to screen readers: what is around it does. */
export function ChartDrawing({ chart: { id, days, series, ticks, say }, day, patterns, onPoint }: ChartDrawingProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const bars = series.filter(({ look }) => look === 'bar');
  const lines = series.filter(({ look }) => look === 'line');
  const tops = days.map((_, i) => Math.max(stacked(bars, i), ...lines.map(({ values }) => values[i] ?? 0)));
  const marks = ticks(Math.max(...tops, 0));
  const x = scaleBand({
    domain: days.map((_, i) => i),
    range: [START, Math.max(width - END, START + 1)],
    padding: 0.25,
  });
  const y = scaleLinear({ domain: [0, marks.at(-1)!], range: [HEIGHT - BOTTOM, TOP] });
  const isRtl = document.dir === 'rtl';
  /** Along the line of reading. */
  const flip = (at: number): number => (isRtl ? width - at : at);
  const middle = (i: number): number => flip(x(i)! + x.bandwidth() / 2);
  const every = Math.ceil(days.length / Math.max(1, Math.floor((width - START - END) / NAME_WIDTH)));

  const point = (event: React.PointerEvent): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const at = flip(event.clientX - left) - START;
    onPoint(Math.min(Math.max(Math.floor(at / x.step()), 0), days.length - 1));
  };

  return (
    <div ref={box} className="drawing" onPointerMove={point} onPointerDown={point}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true" focusable="false">
          <defs>
            {bars.map((each) => (
              <Pattern key={each.id} id={each.id} pattern={`${patterns}${each.id}`} />
            ))}
          </defs>
          {marks.map((mark) => (
            <g key={mark}>
              <path className="grid" d={`M${flip(START - 6)} ${y(mark)}H${flip(width - END + 14)}`} />
              <text className="tick" x={flip(START - 10)} y={y(mark)} dy="0.32em" textAnchor="end">
                {mark === 0 ? 0 : say(mark)}
              </text>
            </g>
          ))}
          {days.map(
            (name, i) =>
              (days.length - 1 - i) % every === 0 && (
                <text key={name} className="tick" x={middle(i)} y={HEIGHT - 6} textAnchor="middle">
                  {shortCalendarDay(name)}
                </text>
              ),
          )}
          {day !== null && <path className="marker" d={`M${middle(day)} ${TOP}V${HEIGHT - BOTTOM}`} />}
          {bars.map((each, nth) => (
            <g key={each.id} className={`series-${each.id}`}>
              {days.map((name, i) => {
                const below = stacked(bars.slice(0, nth), i);
                const value = each.values[i] ?? 0;
                return (
                  value > 0 && (
                    <Bar
                      key={name}
                      className="bar"
                      fill={`url(#${patterns}${each.id})`}
                      x={isRtl ? flip(x(i)!) - x.bandwidth() : x(i)!}
                      width={x.bandwidth()}
                      y={y(below + value)}
                      height={Math.max(y(below) - y(below + value), 1)}
                    />
                  )
                );
              })}
            </g>
          ))}
          {lines.map((each) => {
            const path = {
              data: each.values.map((value, i) => ({ value, i })),
              defined: ({ value }: { value: number | null }) => value !== null,
              x: ({ i }: { i: number }) => middle(i),
              y: ({ value }: { value: number | null }) => y(value ?? 0),
            };
            return (
              <g key={each.id} className={`series-${each.id}`}>
                {id === 'backlog' && <AreaClosed {...path} yScale={y} className="area" />}
                <LinePath {...path} className="line" />
                {each.values.map((value, i) =>
                  value !== null && (i === day || isAlone(each, i)) ? (
                    <circle key={days[i]} className="dot" cx={middle(i)} cy={y(value)} r={i === day ? 4 : 2.5} />
                  ) : null,
                )}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

const stacked = (bars: readonly Series[], i: number): number =>
  bars.reduce((sum, { values }) => sum + (values[i] ?? 0), 0);

/** A day between two without a number has no line to be seen by. */
const isAlone = ({ values }: Series, i: number): boolean =>
  (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null;
