import { Form } from 'react-aria-components/Form';
import { Link } from 'wouter';
import { inboxPath, ROUTES } from '../routes.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { DESK_FIELDS } from './add-desk.js';
import { AdminPanel } from './admin-columns.js';
import { apiName, type DeskFields, fieldsOf, NUMBERS, numberProblem, toInput } from './desk-fields.js';
import { DeskForm } from './desk-form.js';
import { type AdminDesk, UpdateDeskMutation } from './desks-query.js';
import { useChanges } from './use-changes.js';
import { undoBy, useSend } from './use-send.js';

interface EditDeskProps {
  readonly desk: AdminDesk;
  readonly desks: readonly AdminDesk[];
  readonly closePath: string;
}

const NOTHING: Partial<DeskFields> = {};

/** The rules by which a desk works. Only what was changed here is sent. */
export function EditDesk({ desk, desks, closePath }: EditDeskProps) {
  const saved = fieldsOf(desk);
  const { fields, changes, change, discard } = useChanges(`desk.${desk.id}`, saved, NOTHING);
  const { form, isBusy, send, refuse, problemOf, elsewhere } = useSend(DESK_FIELDS);
  const changed = Object.keys(changes) as (keyof DeskFields)[];

  const save = async (): Promise<void> => {
    const wrong = NUMBERS.find((name) => changed.includes(name) && numberProblem(name, fields[name]) !== undefined);
    if (wrong !== undefined) return refuse(apiName(wrong), numberProblem(wrong, fields[wrong])!);
    const done = await send(UpdateDeskMutation, { input: { id: desk.id, ...toInput(changes) } });
    if (done === null) return;
    const before = Object.fromEntries(changed.map((name) => [name, saved[name]])) as Partial<DeskFields>;
    discard();
    say(t.desks.saved(done.desk.name), undoOf(before));
  };
  /** Being the default desk is given back to the one that was it. */
  const undoOf = ({ isDefault, ...before }: Partial<DeskFields>) => {
    const last = desks.find((each) => each.isDefault);
    if (isDefault === undefined) return undoBy(UpdateDeskMutation, { input: { id: desk.id, ...toInput(before) } });
    if (last === undefined || Object.keys(before).length > 0) return undefined; // which takes more than one step
    return undoBy(UpdateDeskMutation, { input: { id: last.id, isDefault: true } });
  };

  return (
    <AdminPanel title={<bdi>{desk.name}</bdi>} closePath={closePath}>
      <p className="panel-links">
        <Link to={inboxPath(desk.slug)}>{t.desks.toInbox}</Link>
        <Link to={`${ROUTES.people}?desk=${desk.slug}`}>{t.desks.toPeople}</Link>
        <Link to={`${ROUTES.audit}?claim=${desk.id}`}>{t.desks.toRecord}</Link>
      </p>
      <Form
        ref={form}
        className="form"
        aria-label={t.desks.desk}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <DeskForm
          fields={fields}
          change={change}
          problemOf={(field) => problemOf(apiName(field))}
          isNew={false}
          isDefault={desk.isDefault}
          edited={{ desk, changes }}
        />
        {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
        {changed.length > 0 && (
          <div className="form-actions sticky">
            <Button type="submit" look="primary" isBusy={isBusy}>
              {t.desks.save}
            </Button>
            <Button look="quiet" onPress={discard}>
              {t.admin.discard}
            </Button>
          </div>
        )}
      </Form>
    </AdminPanel>
  );
}
