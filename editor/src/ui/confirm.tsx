import { useState } from 'react';
import { t } from '../text/index.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Notice } from './notice.js';

interface ConfirmProps {
  readonly title: string;
  /** What will come of it. */
  readonly children: React.ReactNode;
  /** What the button says. */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** @returns why it was not done, as a sentence; null where it was */
  readonly onConfirm: () => Promise<string | null>;
  /** Called when it was done, and when somebody would rather not. */
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. It stays while it is done, and where it failed. */
export function Confirm({ title, children, action, isDangerous = false, onConfirm, onClose }: ConfirmProps) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const found = await onConfirm();
    setBusy(false);
    setProblem(found);
    if (found === null) onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      {problem !== null && <Notice tone="error">{problem}</Notice>}
      <div className="form-actions">
        <Button look={isDangerous ? 'danger' : 'primary'} isBusy={isBusy} onPress={() => void confirm()}>
          {action}
        </Button>
        <Button autoFocus onPress={onClose}>
          {t.common.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
