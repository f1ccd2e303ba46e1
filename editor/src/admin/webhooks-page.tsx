import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { AdminPage } from './admin-page.js';

export function WebhooksPage({ session }: { session: Session }) {
  return (
    <AdminPage session={session} title={t.webhooks.title}>
      {null}
    </AdminPage>
  );
}
