import { useState } from 'react';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Notice } from '../ui/notice.js';
import { ResetPasswordMutation } from './account-mutations.js';
import type { PersonDialogProps } from './disable-dialog.js';
import { OneTimePassword } from './one-time-password.js';
import { useSend } from './use-send.js';

/** Asks first, since it ends the person's sessions; then shows the new password, once. */
export function ResetDialog({ account: { id, name, apiTokens }, onClose }: PersonDialogProps) {
  const { isBusy, send, elsewhere } = useSend();
  const [password, setPassword] = useState<string | null>(null);
  const reset = async (): Promise<void> => {
    const done = await send(ResetPasswordMutation, { id });
    if (done !== null) setPassword(done.oneTimePassword);
  };
  if (password !== null) return <OneTimePassword name={name} password={password} onDone={onClose} />;
  return (
    <Dialog title={t.people.resetTitle(name)} onClose={onClose}>
      <ul className="points">
        <li>{t.people.resetOld}</li>
        <li>{t.people.resetSessions}</li>
        {apiTokens.length > 0 && <li>{t.people.resetTokens(apiTokens.length)}</li>}
      </ul>
      {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
      <div className="form-actions">
        <Button look="primary" isBusy={isBusy} onPress={() => void reset()}>
          {t.people.resetSubmit}
        </Button>
        <Button onPress={onClose}>{t.admin.cancel}</Button>
      </div>
    </Dialog>
  );
}
