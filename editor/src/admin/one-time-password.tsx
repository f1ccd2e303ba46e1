import { t } from '../text/admin.js';
import { SecretDialog } from './secret-dialog.js';

/** A one-time password that has just been made. */
export interface GivenPassword {
  readonly name: string;
  readonly password: string;
}

interface OneTimePasswordProps {
  readonly given: GivenPassword;
  readonly onClose: () => void;
}

/** To be handed to the person: it cannot be shown again. */
export function OneTimePassword({ given: { name, password }, onClose }: OneTimePasswordProps) {
  return (
    <SecretDialog
      title={t.people.passwordTitle(name)}
      label={t.people.passwordLabel}
      copyText={t.people.passwordCopy}
      secret={password}
      once={t.people.passwordOnce}
      onClose={onClose}
    >
      <p>{t.people.passwordLead(name)}</p>
    </SecretDialog>
  );
}
