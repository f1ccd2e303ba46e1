import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { clockTime } from '../ui/time.js';
import type { DraftState } from './use-draft.js';

/** Says where the draft is, since it is nowhere else. */
export function DraftNote({
  drafting: { draft, isRestored, isKept, discard },
  isLocked,
}: {
  drafting: DraftState;
  isLocked: boolean;
}) {
  if (!isKept) return <p className="draft-note problem">{t.review.draftNotKept}</p>;
  if (draft.savedAt === 0) return <p className="draft-note">{t.review.draftNone}</p>;
  return (
    <p className="draft-note">
      <span>
        {isRestored && `${t.review.draftRestored} `}
        {t.review.draftSaved(clockTime(draft.savedAt))}
      </span>
      {!isLocked && (
        <Button look="quiet" onPress={discard}>
          {t.review.draftDiscard}
        </Button>
      )}
    </p>
  );
}
