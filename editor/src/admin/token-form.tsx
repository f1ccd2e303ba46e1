import { useState } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { FieldError } from 'react-aria-components/FieldError';
import { Form } from 'react-aria-components/Form';
import { Label } from 'react-aria-components/Label';
import type { Enum } from '../api/graphql.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { asLocal } from '../ui/local-time.js';
import { Notice } from '../ui/notice.js';
import type { ShownToken } from './token-secret.js';
import { CreateToken, type ServiceAccount } from './tokens-query.js';
import { useSend } from './use-send.js';

type Scope = Enum<'TokenScope'>;
const SCOPES = Object.keys(t.tokens.scopeWords) as Scope[];

interface Fields {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** As an input of the type datetime-local has it; empty for the usual time. */
  readonly expiresAt: string;
}

const NOTHING: Fields = { name: '', scopes: [], expiresAt: '' };

/** Beside these a problem is told. */
const FIELDS = ['name', 'scopes', 'expiresAt'];

const inDays = (days: number): string => asLocal(new Date(Date.now() + days * 86_400_000));
const PRESETS = [
  [t.tokens.presets.month, 30],
  [t.tokens.presets.quarter, 90],
  [t.tokens.presets.year, 365],
] as const;
/** Long enough not to be a chore, short enough that one that was forgotten ends. */
const USUAL_DAYS = 90;

interface NewTokenProps {
  readonly userId: string;
  /** The service account whose it shall be; null for one's own. */
  readonly account: Pick<ServiceAccount, 'id' | 'name'> | null;
  readonly onMade: (made: ShownToken) => void;
  readonly onClose: () => void;
}

/** Asks what a new token is for, what it may do and for how long. */
export function NewToken({ userId, account, onMade, onClose }: NewTokenProps) {
  const [fields, setFields] = useKept(`token.${userId}.${account?.id ?? 'own'}`, NOTHING);
  const { form, isBusy, send, refuse, problemOf, elsewhere } = useSend(FIELDS, t.tokens.unsure);
  const [usual] = useState(() => inDays(USUAL_DAYS));
  const expiresAt = fields.expiresAt === '' ? usual : fields.expiresAt;
  const change = (changes: Partial<Fields>): void => setFields({ ...fields, ...changes });
  const end = (): void => {
    setFields(NOTHING);
    onClose();
  };

  const create = async (): Promise<void> => {
    const instant = new Date(expiresAt);
    if (fields.name.trim() === '') return refuse('name', t.tokens.needName);
    if (fields.scopes.length === 0) return refuse('scopes', t.tokens.needScopes);
    if (Number.isNaN(instant.getTime())) return refuse('expiresAt', t.tokens.needExpiry);
    const input = {
      name: fields.name.trim(),
      scopes: [...fields.scopes],
      expiresAt: instant.toISOString(),
      ...(account !== null && { userId: account.id }),
    };
    const done = await send(CreateToken, { input });
    if (done === null) return;
    end();
    onMade(done);
  };

  return (
    <Dialog title={account === null ? t.tokens.create : t.tokens.createFor(account.name)} onClose={onClose} wide>
      <Form
        ref={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Field
          label={t.tokens.name}
          hint={t.tokens.nameHint}
          dir="auto"
          autoComplete="off"
          autoFocus
          maxLength={100}
          value={fields.name}
          onChange={(name) => change({ name })}
          problem={problemOf('name')}
        />
        <CheckboxGroup
          className="scopes"
          value={[...fields.scopes]}
          onChange={(scopes) => change({ scopes: SCOPES.filter((scope) => scopes.includes(scope)) })}
          isInvalid={problemOf('scopes') !== undefined}
          validationBehavior="aria"
        >
          <Label>{t.tokens.scopes}</Label>
          {SCOPES.map((scope) => (
            <Checkbox key={scope} className="check" value={scope}>
              <span className="check-box" aria-hidden="true" />
              <span>
                {t.tokens.scopeWords[scope]}
                <small>{t.tokens.scopeMore[scope]}</small>
              </span>
            </Checkbox>
          ))}
          <FieldError className="problem">{problemOf('scopes')}</FieldError>
        </CheckboxGroup>
        <Field
          label={t.tokens.expiry}
          hint={t.tokens.expiryHint}
          type="datetime-local"
          value={expiresAt}
          onChange={(text) => change({ expiresAt: text })}
          problem={problemOf('expiresAt')}
        />
        <div className="presets">
          {PRESETS.map(([name, days]) => (
            <Button key={days} onPress={() => change({ expiresAt: inDays(days) })}>
              {name}
            </Button>
          ))}
        </div>
        {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
        <div className="form-actions">
          <Button type="submit" look="primary" isBusy={isBusy}>
            {isBusy ? t.tokens.making : t.tokens.submit}
          </Button>
          <Button onPress={end}>{t.admin.discard}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
