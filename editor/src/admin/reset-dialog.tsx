import { t } from '../text/admin.js';
import { Confirm } from '../ui/confirm.js';
import { ResetPasswordMutation } from './account-mutations.js';
import type { PersonDialogProps } from './disable-dialog.js';
import type { GivenPassword } from './one-time-password.js';
import { ask } from './use-send.js';

interface ResetDialogProps extends PersonDialogProps {
  /** Shows the new password. */
  readonly onGiven: (given: GivenPassword) => void;
}

/** Asks first, since it ends the person's sessions. */
export function ResetDialog({ account: { id, name, apiTokens }, onGiven, onClose }: ResetDialogProps) {
  const reset = async (): Promise<string | null> => {
    const outcome = await ask(ResetPasswordMutation, { id });
    if ('problem' in outcome) return outcome.problem.message;
    onGiven({ name, password: outcome.done.oneTimePassword });
    return null;
  };
  return (
    <Confirm title={t.people.resetTitle(name)} action={t.people.resetSubmit} onConfirm={reset} onClose={onClose}>
      <ul className="points">
        <li>{t.people.resetOld}</li>
        <li>{t.people.resetSessions}</li>
        {apiTokens.length > 0 && <li>{t.people.resetTokens(apiTokens.length)}</li>}
      </ul>
    </Confirm>
  );
}
