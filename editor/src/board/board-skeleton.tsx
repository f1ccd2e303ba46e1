import { Loading } from '../ui/loading.js';

const CHARTS = ['a', 'b', 'c', 'd'];

/** A board to come, with all that it will have at its place. */
export function BoardSkeleton() {
  return (
    <Loading>
      <div className="board-skeleton">
        <div className="skeleton wide figures-line" />
        <div className="skeleton middle ages-line" />
        <div className="skeleton narrow" />
        <div className="skeleton wide" />
        <div className="charts">
          {CHARTS.map((chart) => (
            <div key={chart} className="chart-box">
              <div className="skeleton narrow" />
              <div className="skeleton drawing" />
            </div>
          ))}
        </div>
      </div>
    </Loading>
  );
}
