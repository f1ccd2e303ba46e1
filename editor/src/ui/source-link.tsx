import { t } from '../text/index.js';

/** Beyond it, an address is cut in the middle of a line anyway. */
const SHOWN_CHARACTERS = 70;

/** A link to somebody else's page, in a tab of its own, so that what was typed here stays. */
export function SourceLink({ url, name }: { url: string; name?: string | null }) {
  const shown = url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
  return (
    <a href={url} target="_blank" rel="noreferrer" className="source-link" title={url}>
      <bdi>{name ?? (shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS)}…` : shown)}</bdi>
      <span className="hidden"> ({t.common.opensElsewhere})</span>
    </a>
  );
}
