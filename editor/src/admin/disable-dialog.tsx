import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { DisableMutation, EnableMutation } from './account-mutations.js';
import type { WholeAccount } from './accounts-query.js';
import { isService } from './role-words.js';
import { undoBy, useSend } from './use-send.js';

export interface PersonDialogProps {
  readonly account: WholeAccount;
  readonly onClose: () => void;
}

/** Says what ends, and what does not. */
export function DisableDialog({ account, onClose }: PersonDialogProps) {
  const { isBusy, send, elsewhere } = useSend();
  const { id, name, signedInAt, apiTokens, roles } = account;
  const disable = async (): Promise<void> => {
    if ((await send(DisableMutation, { id })) === null) return;
    say(t.people.disabled(name), undoBy(EnableMutation, { id }));
    onClose();
  };
  return (
    <Dialog title={t.people.disableTitle(name)} onClose={onClose}>
      <ul className="points">
        {!isService(roles) && <li>{signedInAt === null ? t.people.disableNoSignIn : t.people.disableSignedIn}</li>}
        {!isService(roles) && <li>{t.people.disableHolds}</li>}
        {(apiTokens.length > 0 || isService(roles)) && <li>{t.people.disableTokens(apiTokens.length)}</li>}
        <li>{t.people.disableStays}</li>
      </ul>
      {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
      <div className="form-actions">
        <Button look="danger" isBusy={isBusy} onPress={() => void disable()}>
          {t.people.disable}
        </Button>
        <Button onPress={onClose}>{t.admin.cancel}</Button>
      </div>
    </Dialog>
  );
}
