import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { RenameMutation } from './account-mutations.js';
import type { PersonDialogProps } from './disable-dialog.js';
import { undoBy, useSend } from './use-send.js';

export function RenameDialog({ account: { id: userId, name: before }, onClose }: PersonDialogProps) {
  const { form, isBusy, send, problemOf, elsewhere } = useSend(['name']);
  const [name, setName] = useState(before);
  const rename = async (): Promise<void> => {
    const done = await send(RenameMutation, { input: { userId, name } });
    if (done === null) return;
    say(t.people.renamed(done.account.name), undoBy(RenameMutation, { input: { userId, name: before } }));
    onClose();
  };
  return (
    <Dialog title={t.people.renameTitle(before)} onClose={onClose}>
      <Form
        ref={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <Field
          label={t.people.name}
          hint={t.people.renameHint}
          dir="auto"
          autoFocus
          autoComplete="off"
          value={name}
          onChange={setName}
          problem={problemOf('name')}
        />
        {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
        <div className="form-actions">
          <Button type="submit" look="primary" isBusy={isBusy}>
            {t.people.renameSubmit}
          </Button>
          <Button onPress={onClose}>{t.common.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
