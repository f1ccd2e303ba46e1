import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { SignInForm } from './sign-in-form.js';

/** Stands over the page until the same person is back; what they typed stays beneath. */
export function SessionEnded({ session: { user } }: { session: Session }) {
  return (
    <Dialog title={t.signIn.expiredTitle}>
      <p>{t.signIn.expired(user.name)}</p>
      <SignInForm email={user.email} />
      <Button look="quiet" onPress={() => location.assign('/')}>
        {t.signIn.expiredOther}
      </Button>
    </Dialog>
  );
}
