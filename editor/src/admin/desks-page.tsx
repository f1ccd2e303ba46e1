import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { AdminPage } from './admin-page.js';

export function DesksPage({ session }: { session: Session }) {
  return (
    <AdminPage session={session} title={t.desks.title}>
      {null}
    </AdminPage>
  );
}
