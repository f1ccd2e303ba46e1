import { Form } from 'react-aria-components/Form';
import type { Enum } from '../api/graphql.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { EraseUserMutation } from './account-mutations.js';
import type { PersonDialogProps } from './disable-dialog.js';
import { useSend } from './use-send.js';

const BASES = Object.keys(t.people.bases) as Enum<'LegalBasis'>[];
const NOTHING: { readonly basis: Enum<'LegalBasis'> | ''; readonly reference: string; readonly typed: string } = {
  basis: '',
  reference: '',
  typed: '',
};

/** Cannot be undone, so it is typed out, with the ground that it rests on. */
export function EraseDialog({ account: { id, email, name }, onClose }: PersonDialogProps) {
  const { form, isBusy, send, refuse, problemOf, elsewhere } = useSend(['basis', 'reference', 'typed']);
  const [fields, setFields] = useKept(`erase.${id}`, NOTHING);
  const { basis, reference, typed } = fields;
  const erase = async (): Promise<void> => {
    if (basis === '') return refuse('basis', t.people.eraseNeedsBasis);
    if (typed.trim().toLowerCase() !== email) return refuse('typed', t.people.eraseMistyped(email));
    const ground = { basis, ...(reference.trim() !== '' && { reference: reference.trim() }) };
    if ((await send(EraseUserMutation, { input: { userId: id, ...ground } })) === null) return;
    setFields(NOTHING);
    say(t.people.erased);
    onClose();
  };
  return (
    <Dialog title={t.people.eraseTitle(name)} onClose={onClose}>
      <h3>{t.people.eraseGoes}</h3>
      <ul className="points">
        {t.people.eraseGoesList.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <h3>{t.people.eraseStays}</h3>
      <ul className="points">
        {t.people.eraseStaysList.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <Form
        ref={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void erase();
        }}
      >
        <div className="field">
          <Choice
            label={t.people.eraseBasis}
            value={basis}
            options={[
              ...(basis === '' ? [{ id: '' as const, text: t.people.eraseChoose }] : []),
              ...BASES.map((each) => ({ id: each, text: t.people.bases[each] })),
            ]}
            onChange={(value: Enum<'LegalBasis'> | '') => setFields({ ...fields, basis: value })}
          />
          {problemOf('basis') && (
            <span className="problem" role="alert">
              {problemOf('basis')}
            </span>
          )}
        </div>
        <Field
          label={t.people.eraseReference}
          hint={t.people.eraseReferenceHint}
          autoComplete="off"
          value={reference}
          onChange={(value) => setFields({ ...fields, reference: value })}
          problem={problemOf('reference')}
        />
        <Field
          label={t.people.eraseConfirm(email)}
          autoComplete="off"
          value={typed}
          onChange={(value) => setFields({ ...fields, typed: value })}
          problem={problemOf('typed')}
        />
        {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
        <div className="form-actions">
          <Button type="submit" look="danger" isBusy={isBusy}>
            {t.people.eraseSubmit}
          </Button>
          <Button onPress={onClose}>{t.common.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
