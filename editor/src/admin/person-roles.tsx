import { Form } from 'react-aria-components/Form';
import type { Desk } from '../frame/desks.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { useKept } from '../ui/kept.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { SetRolesMutation } from './account-mutations.js';
import type { WholeAccount } from './accounts-query.js';
import { RoleChecks } from './role-checks.js';
import { grantKey, grantOf, isService, PEOPLE_ROLES } from './role-words.js';
import { undoBy, useSend } from './use-send.js';

interface PersonRolesProps {
  readonly account: WholeAccount;
  readonly desks: readonly Desk[];
  readonly isOwn: boolean;
}

/** Keys of grants that were ticked or unticked and are not saved. */
const NOTHING: Readonly<Record<string, boolean>> = {};
/** What one needs to be on this page. Nobody takes it from themselves. */
const CHIEF = grantKey({ role: 'CHIEF_EDITOR', deskId: null });

/** The roles of an account. What others change meanwhile shows, and is not overwritten: only what was ticked here is sent. */
export function PersonRoles({ account, desks, isOwn }: PersonRolesProps) {
  const { id: userId, name, roles } = account;
  const [ticked, setTicked] = useKept(`roles.${userId}`, NOTHING);
  const { isBusy, send, elsewhere } = useSend();
  const held = new Set(roles.map(grantKey));
  const changes = Object.entries(ticked).filter(([key, isChosen]) => held.has(key) !== isChosen);
  const chosen = new Set([...held, ...Object.keys(ticked)].filter((key) => ticked[key] ?? true));
  const tick = (key: string, isChosen: boolean): void => {
    const { [key]: _, ...others } = ticked;
    const next = held.has(key) === isChosen ? others : { ...others, [key]: isChosen };
    setTicked(Object.keys(next).length === 0 ? NOTHING : next);
  };
  const save = async (): Promise<void> => {
    const those = (isChosen: boolean) => changes.filter(([, is]) => is === isChosen).map(([key]) => grantOf(key));
    const [grant, revoke] = [those(true), those(false)];
    if ((await send(SetRolesMutation, { input: { userId, grant, revoke } })) === null) return;
    setTicked(NOTHING);
    say(t.people.rolesSaved(name), undoBy(SetRolesMutation, { input: { userId, grant: revoke, revoke: grant } }));
  };
  return (
    <section className="admin-part">
      <h3>{t.people.roles}</h3>
      <Form
        className="form"
        aria-label={t.people.roles}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <RoleChecks
          roles={isService(roles) ? ['SERVICE'] : PEOPLE_ROLES}
          desks={desks}
          chosen={chosen}
          onChange={tick}
          locked={isOwn ? CHIEF : undefined}
        />
        {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
        {changes.length > 0 && (
          <>
            <p className="hint">{t.people.rolesHint}</p>
            <div className="form-actions">
              <Button type="submit" look="primary" isBusy={isBusy}>
                {t.people.rolesSave}
              </Button>
              <Button look="quiet" onPress={() => setTicked(NOTHING)}>
                {t.admin.discard}
              </Button>
            </div>
          </>
        )}
      </Form>
    </section>
  );
}
