import { Form } from 'react-aria-components/Form';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import type { Desk } from '../frame/desks.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { AddUserMutation } from './account-mutations.js';
import { AdminPanel } from './admin-columns.js';
import { RoleChecks } from './role-checks.js';
import { grantKey, grantOf, PEOPLE_ROLES } from './role-words.js';
import { useSend } from './use-send.js';

interface AddPersonProps {
  readonly desks: readonly Desk[];
  readonly closePath: string;
  /** @param password to be shown, this once; null for a service account, which has none */
  readonly onAdded: (account: { readonly id: string; readonly name: string }, password: string | null) => void;
}

const KINDS = ['person', 'service'] as const;
type Kind = (typeof KINDS)[number];
const NOTHING: {
  readonly name: string;
  readonly email: string;
  readonly kind: Kind;
  readonly roles: readonly string[];
} = {
  name: '',
  email: '',
  kind: 'person',
  // What a program mostly needs; it is not chosen for people
  roles: [grantKey({ role: 'SERVICE', deskId: null })],
};

const KEYS = Object.keys(NOTHING) as (keyof typeof NOTHING)[];

/** A new account. What is typed outlives a reload, until it is added or discarded. */
export function AddPerson({ desks, closePath, onAdded }: AddPersonProps) {
  const [typed, setTyped] = useKept('person.new', NOTHING);
  const { form, isBusy, send, refuse, problemOf, elsewhere } = useSend(['name', 'email', 'roles']);
  const { name, email, kind } = typed;
  const change = (changes: Partial<typeof NOTHING>): void => setTyped({ ...typed, ...changes });
  const isTouched = KEYS.some((key) => typed[key] !== NOTHING[key]);
  const isPerson = kind === 'person';
  const roles = typed.roles.filter((key) => (grantOf(key).role === 'SERVICE') !== isPerson);

  const add = async (): Promise<void> => {
    if (name.trim() === '') return refuse('name', t.people.needName);
    if (email.trim() === '') return refuse('email', t.people.needEmail);
    if (roles.length === 0) return refuse('roles', t.people.needRole);
    const done = await send(AddUserMutation, { input: { name, email, roles: roles.map(grantOf) } });
    if (done === null) return;
    setTyped(NOTHING);
    say(t.people.added(done.account.name));
    onAdded(done.account, done.oneTimePassword);
  };

  return (
    <AdminPanel title={t.people.add} closePath={closePath}>
      <Form
        ref={form}
        className="form"
        aria-label={t.people.add}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <RadioGroup className="kinds" value={kind} onChange={(value) => change({ kind: value as Kind })}>
          <Label>{t.people.kind}</Label>
          {KINDS.map((each) => (
            <Radio key={each} value={each} className="kind">
              <span className="radio-dot" aria-hidden="true" />
              <span>
                {t.people.kinds[each].name}
                <small>{t.people.kinds[each].more}</small>
              </span>
            </Radio>
          ))}
        </RadioGroup>
        <Field
          label={t.people.name}
          hint={isPerson ? t.people.nameHint : t.people.serviceNameHint}
          dir="auto"
          autoComplete="off"
          value={name}
          onChange={(value) => change({ name: value })}
          problem={problemOf('name')}
        />
        <Field
          label={t.people.email}
          hint={isPerson ? t.people.emailHint : t.people.serviceEmailHint}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(value) => change({ email: value })}
          problem={problemOf('email')}
        />
        <RoleChecks
          roles={isPerson ? PEOPLE_ROLES : ['SERVICE']}
          desks={desks}
          chosen={new Set(roles)}
          onChange={(key, isChosen) =>
            change({ roles: isChosen ? [...typed.roles, key] : typed.roles.filter((each) => each !== key) })
          }
        />
        {problemOf('roles') && <Notice tone="error">{problemOf('roles')}</Notice>}
        {elsewhere && <Notice tone="error">{`${elsewhere} ${t.people.addedPerhaps}`}</Notice>}
        <div className="form-actions">
          <Button type="submit" look="primary" isBusy={isBusy}>
            {isBusy ? t.people.adding : t.people.addSubmit}
          </Button>
          {isTouched && (
            <Button look="quiet" onPress={() => setTyped(NOTHING)}>
              {t.admin.discard}
            </Button>
          )}
        </div>
      </Form>
    </AdminPanel>
  );
}
