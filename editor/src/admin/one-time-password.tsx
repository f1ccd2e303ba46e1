import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { Dialog } from '../ui/dialog.js';

interface OneTimePasswordProps {
  readonly name: string;
  readonly password: string;
  readonly onDone: () => void;
}

/** Stays until somebody says that they have it: it cannot be shown again. */
export function OneTimePassword({ name, password, onDone }: OneTimePasswordProps) {
  return (
    <Dialog title={t.people.passwordTitle(name)}>
      <p>{t.people.passwordLead(name)}</p>
      <div className="secret">
        <code>{password}</code>
        <CopyButton text={password}>{t.people.passwordCopy}</CopyButton>
      </div>
      <p>
        <strong>{t.people.passwordOnce}</strong> {t.people.passwordLost}
      </p>
      <div className="form-actions">
        <Button look="primary" onPress={onDone}>
          {t.people.passwordDone}
        </Button>
      </div>
    </Dialog>
  );
}
