import { useState } from 'react';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { DisableMutation, EnableMutation } from './account-mutations.js';
import type { WholeAccount } from './accounts-query.js';
import { DisableDialog } from './disable-dialog.js';
import { EraseDialog } from './erase-dialog.js';
import { type GivenPassword, OneTimePassword } from './one-time-password.js';
import { RenameDialog } from './rename-dialog.js';
import { ResetDialog } from './reset-dialog.js';
import { isService } from './role-words.js';
import { undoBy, useSend } from './use-send.js';

/** What is asked for before it is done. */
type Asked = 'disable' | 'reset' | 'rename' | 'erase';

/** Coming in, the name, and erasure. Nobody shuts themselves out. */
export function PersonAccess({ account, isOwn }: { account: WholeAccount; isOwn: boolean }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [given, setGiven] = useState<GivenPassword | null>(null);
  const { isBusy, send, elsewhere } = useSend();
  const { id, name, disabledAt, roles } = account;
  const enable = async (): Promise<void> => {
    if ((await send(EnableMutation, { id })) !== null) say(t.people.enabled(name), undoBy(DisableMutation, { id }));
  };
  const dialog = { account, onClose: () => setAsked(null) };
  return (
    <section className="admin-part">
      <h3>{t.people.access}</h3>
      {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
      <div className="form-actions">
        <Button onPress={() => setAsked('rename')}>{t.people.rename}</Button>
        {!isOwn && !isService(roles) && <Button onPress={() => setAsked('reset')}>{t.people.reset}</Button>}
        {!isOwn && disabledAt !== null && (
          <Button isBusy={isBusy} onPress={() => void enable()}>
            {t.people.enable}
          </Button>
        )}
        {!isOwn && disabledAt === null && (
          <Button look="danger" onPress={() => setAsked('disable')}>
            {t.people.disable}
          </Button>
        )}
        {!isOwn && (
          <Button look="danger" onPress={() => setAsked('erase')}>
            {t.people.erase}
          </Button>
        )}
      </div>
      {asked === 'rename' && <RenameDialog {...dialog} />}
      {asked === 'reset' && <ResetDialog {...dialog} onGiven={setGiven} />}
      {given && <OneTimePassword given={given} onClose={() => setGiven(null)} />}
      {asked === 'disable' && <DisableDialog {...dialog} />}
      {asked === 'erase' && <EraseDialog {...dialog} />}
    </section>
  );
}
