import { Form } from 'react-aria-components/Form';
import { useLocation } from 'wouter';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { AdminPanel } from './admin-columns.js';
import { apiName, type DeskFields, NEW_DESK, NUMBERS, numberProblem, toInput } from './desk-fields.js';
import { DeskForm } from './desk-form.js';
import { AddDeskMutation, type AdminDesk } from './desks-query.js';
import { useChanges } from './use-changes.js';
import { useSend } from './use-send.js';

interface AddDeskProps {
  readonly desks: readonly AdminDesk[];
  readonly closePath: string;
  readonly pathOf: (slug: string) => string;
}

const NOTHING: Partial<DeskFields> = {};
export const DESK_FIELDS = (Object.keys(NEW_DESK) as (keyof DeskFields)[]).map(apiName);

/** A new desk. What is typed outlives a reload, until it is added or discarded. */
export function AddDesk({ desks, closePath, pathOf }: AddDeskProps) {
  const [, navigate] = useLocation();
  // Without a default desk, claims that fit none could not come in
  const isFirst = !desks.some(({ isDefault }) => isDefault);
  const typed = useChanges('desk.new', { ...NEW_DESK, isDefault: isFirst }, NOTHING);
  const { form, isBusy, send, refuse, problemOf, elsewhere } = useSend(DESK_FIELDS);
  const { fields } = typed;
  const add = async (): Promise<void> => {
    const wrong = NUMBERS.find((name) => numberProblem(name, fields[name]) !== undefined);
    if (wrong !== undefined) return refuse(apiName(wrong), numberProblem(wrong, fields[wrong])!);
    const input = { ...toInput(fields), name: fields.name, slug: fields.slug.trim() };
    const done = await send(AddDeskMutation, { input });
    if (done === null) return;
    typed.discard();
    say(t.desks.added(done.desk.name));
    navigate(pathOf(done.desk.slug));
  };
  return (
    <AdminPanel title={t.desks.add} closePath={closePath}>
      <Form
        ref={form}
        className="form"
        aria-label={t.desks.add}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <DeskForm
          fields={fields}
          change={typed.change}
          problemOf={(field) => problemOf(apiName(field))}
          isNew
          isDefault={isFirst}
        />
        {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
        <div className="form-actions">
          <Button type="submit" look="primary" isBusy={isBusy}>
            {t.desks.addSubmit}
          </Button>
          {Object.keys(typed.changes).length > 0 && (
            <Button look="quiet" onPress={typed.discard}>
              {t.admin.discard}
            </Button>
          )}
        </div>
      </Form>
    </AdminPanel>
  );
}
