import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { AdminPage } from './admin-page.js';

export function WebhookPage({ id, session }: { id: string; session: Session }) {
  return (
    <AdminPage session={session} title={t.webhooks.title}>
      {id}
    </AdminPage>
  );
}
