import type { Series } from './series.js';

/** How a series is drawn, small. */
export function Swatch({ series: { id, look }, pattern }: { series: Series; pattern: string }) {
  return (
    <svg className={`swatch series-${id}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {look === 'bar' ? (
        <rect className="bar" x="1" y="1" width="10" height="10" fill={`url(#${pattern})`} />
      ) : (
        <path className="line" d="M0 6h12" />
      )}
    </svg>
  );
}

/** Marks that tell bars apart without colour: whole, hatched, hollow. */
export function Pattern({ id, pattern }: { id: Series['id']; pattern: string }) {
  return (
    <pattern
      id={pattern}
      className={`series-${id}`}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect className="pattern-ground" width="5" height="5" />
      <path className="pattern-mark" d="M0 0v5" />
    </pattern>
  );
}
