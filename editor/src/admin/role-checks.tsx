import { Checkbox } from 'react-aria-components/Checkbox';
import type { Enum } from '../api/graphql.js';
import { t } from '../text/admin.js';
import { grantKey } from './role-words.js';

interface RoleChecksProps {
  readonly roles: readonly Enum<'Role'>[];
  readonly desks: readonly { readonly id: string; readonly name: string }[];
  /** Keys of the grants that are chosen. */
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (key: string, isChosen: boolean) => void;
  /** The key of a grant that stays as it is. */
  readonly locked?: string | undefined;
}

/** What somebody may do, and where: on every desk, or on some. */
export function RoleChecks({ roles, desks, chosen, onChange, locked }: RoleChecksProps) {
  return (
    <div className="role-checks">
      {roles.map((role) => {
        const everywhere = grantKey({ role, deskId: null });
        const isEverywhere = chosen.has(everywhere);
        return (
          <fieldset key={role} className="role-group" aria-describedby={`may-${role}`}>
            <legend>{t.roles[role]}</legend>
            <p id={`may-${role}`} className="hint">
              {t.people.may[role]}
            </p>
            <div className="role-desks">
              <Check id={everywhere} isChosen={isEverywhere} isLocked={everywhere === locked} onChange={onChange}>
                {t.people.onEveryDesk}
              </Check>
              {desks.map(({ id, name }) => {
                const key = grantKey({ role, deskId: id });
                return (
                  <Check
                    key={id}
                    id={key}
                    // Who has the role everywhere has it here
                    isChosen={isEverywhere || chosen.has(key)}
                    isLocked={isEverywhere}
                    onChange={onChange}
                  >
                    {name}
                  </Check>
                );
              })}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}

interface CheckProps {
  readonly id: string;
  readonly isChosen: boolean;
  readonly isLocked: boolean;
  readonly onChange: (key: string, isChosen: boolean) => void;
  readonly children: string;
}

function Check({ id, isChosen, isLocked, onChange, children }: CheckProps) {
  return (
    <Checkbox
      className="check"
      isSelected={isChosen}
      isDisabled={isLocked}
      onChange={(isSelected) => onChange(id, isSelected)}
    >
      <span className="check-box" aria-hidden="true" />
      {children}
    </Checkbox>
  );
}
