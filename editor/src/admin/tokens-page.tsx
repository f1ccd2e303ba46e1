import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { AdminPage } from './admin-page.js';

export function TokensPage({ session }: { session: Session }) {
  return (
    <AdminPage session={session} title={t.tokens.title} isForAll>
      {null}
    </AdminPage>
  );
}
