import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { PageMain } from '../ui/page-main.js';

export function BoardPage({ slug, session }: { slug: string; session: Session }) {
  return (
    <PageMain title={t.board.title(slug)} className="board">
      {session.user.name}
    </PageMain>
  );
}
