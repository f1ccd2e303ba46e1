import { t } from '../text/admin.js';
import { Confirm } from '../ui/confirm.js';
import { say } from '../ui/toast.js';
import { DisableMutation, EnableMutation } from './account-mutations.js';
import type { WholeAccount } from './accounts-query.js';
import { isService } from './role-words.js';
import { ask, undoBy } from './use-send.js';

export interface PersonDialogProps {
  readonly account: WholeAccount;
  readonly onClose: () => void;
}

/** Says what ends, and what does not. */
export function DisableDialog({ account, onClose }: PersonDialogProps) {
  const { id, name, signedInAt, apiTokens, roles } = account;
  const disable = async (): Promise<string | null> => {
    const outcome = await ask(DisableMutation, { id });
    if ('problem' in outcome) return outcome.problem.message;
    say(t.people.disabled(name), undoBy(EnableMutation, { id }));
    return null;
  };
  return (
    <Confirm
      title={t.people.disableTitle(name)}
      action={t.people.disable}
      isDangerous
      onConfirm={disable}
      onClose={onClose}
    >
      <ul className="points">
        {!isService(roles) && <li>{signedInAt === null ? t.people.disableNoSignIn : t.people.disableSignedIn}</li>}
        {!isService(roles) && <li>{t.people.disableHolds}</li>}
        {(apiTokens.length > 0 || isService(roles)) && <li>{t.people.disableTokens(apiTokens.length)}</li>}
        <li>{t.people.disableStays}</li>
      </ul>
    </Confirm>
  );
}
