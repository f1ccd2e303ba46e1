import { useRef, useState } from 'react';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { Dialog } from '../ui/dialog.js';
import { useLeaveGuard } from '../ui/leave-guard.js';
import { Notice } from '../ui/notice.js';

interface SecretDialogProps {
  readonly title: string;
  readonly label: string;
  readonly copyText: string;
  readonly secret: string;
  /** That it is shown this once, and where. */
  readonly once: string;
  /** What can be done with it. */
  readonly children: React.ReactNode;
  /** Called when it is stored, or given up. Whoever shows this forgets the secret then. */
  readonly onClose: () => void;
}

/** Shows a secret, this once. It is in the page's memory alone, and every way out of here asks first but the one that says it is stored. */
export function SecretDialog({ title, label, copyText, secret, once, children, onClose }: SecretDialogProps) {
  const [isAsking, setAsking] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  useLeaveGuard(() => setAsking(true));
  return (
    <Dialog title={title} onClose={() => setAsking(true)} wide>
      <div className="secret">
        <TextField className="field" value={secret} isReadOnly autoFocus>
          <Label>{label}</Label>
          <TextArea ref={input} rows={1} onFocus={() => input.current?.select()} spellCheck="false" />
        </TextField>
        <CopyButton text={secret}>{copyText}</CopyButton>
      </div>
      <p>
        <strong>{once}</strong>
      </p>
      {children}
      {isAsking && (
        <Notice
          tone="error"
          title={t.admin.leaveTitle}
          actions={
            <span className="form-actions">
              <Button autoFocus onPress={() => setAsking(false)}>
                {t.admin.leaveBack}
              </Button>
              <Button look="danger" onPress={onClose}>
                {t.admin.leaveAnyway}
              </Button>
            </span>
          }
        >
          {t.admin.leave}
        </Notice>
      )}
      <div className="form-actions">
        <Button look="primary" onPress={onClose}>
          {t.admin.stored}
        </Button>
      </div>
    </Dialog>
  );
}
