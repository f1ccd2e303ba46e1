import { useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import { t } from '../text/audit.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { DayFilter } from '../ui/filter-fields.js';
import { type Filters, idIn, isFiltered } from './filters.js';

interface AuditFiltersProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
  /** Names of those who are known here, by how the log is filtered. */
  readonly actors: ReadonlyMap<string, string>;
}

const SUBJECTS = [
  'decision',
  'review',
  'sign_off',
  'claim',
  'appearance',
  'claim_relation',
  'evidence',
  'decision_evidence',
  'app_user',
  'role_grant',
  'api_token',
  'desk',
  'webhook_endpoint',
  'claimant_alias',
  'article',
];
const HAPPENED = ['created', 'updated', 'deleted', 'erased'] as const;
/** Only of these a text can be erased, and only links and roles are ever taken away. */
const ERASED = ['claim', 'app_user'];
const DELETED = ['role_grant', 'webhook_endpoint', 'claimant_alias'];
const CREATED_ONLY = ['decision_evidence', 'claim_relation', 'sign_off', 'appearance'];

const TYPE_OPTIONS = SUBJECTS.flatMap((subject) =>
  HAPPENED.filter(
    (what) =>
      what === 'created' ||
      (what === 'updated' && !CREATED_ONLY.includes(subject)) ||
      (what === 'deleted' && DELETED.includes(subject)) ||
      (what === 'erased' && ERASED.includes(subject)),
  ).map((what) => ({
    id: `${subject}.${what}`,
    text: t.audit.types[what](t.history.subjects[subject] ?? subject.replaceAll('_', ' ')),
  })),
);

export function AuditFilters({ filters, setFilters, actors }: AuditFiltersProps) {
  const { type, actor } = filters;
  // An address may name what is in neither list
  const types = TYPE_OPTIONS.some(({ id }) => id === type) || type === '' ? [] : [{ id: type, text: type }];
  const unknown = actor === '' || actors.has(actor) ? [] : [{ id: actor, text: actor.replace(/^system:/, '') }];
  return (
    <div className="filters" role="search" aria-label={t.audit.filters}>
      <div className="filters-line">
        <Choice
          label={t.audit.what}
          value={type}
          options={[{ id: '', text: t.common.any }, ...types, ...TYPE_OPTIONS]}
          onChange={(id) => setFilters({ type: id })}
        />
        <Choice
          label={t.audit.who}
          value={actor}
          options={[
            { id: '', text: t.common.any },
            ...unknown,
            ...[...actors].map(([id, text]) => ({ id, text })).toSorted((a, b) => a.text.localeCompare(b.text)),
          ]}
          onChange={(id) => setFilters({ actor: id })}
        />
        {isFiltered(filters) && (
          <Button look="quiet" onPress={() => setFilters({ type: '', actor: '', stream: '', from: '', to: '' })}>
            {t.inbox.clearFilters}
          </Button>
        )}
      </div>
      <div className="filters-line">
        <ClaimField key={filters.stream} value={filters.stream} onChange={(stream) => setFilters({ stream })} />
        <DayFilter label={t.audit.from} value={filters.from} onChange={(from) => setFilters({ from })} />
        <DayFilter label={t.audit.to} value={filters.to} onChange={(to) => setFilters({ to })} />
      </div>
    </div>
  );
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Takes an id, or a link that has one. */
function ClaimField({ value, onChange }: FieldProps) {
  const [text, setText] = useState(value);
  const isWrong = text.trim() !== '' && idIn(text) === undefined;
  return (
    <TextField
      className="field in-line"
      value={text}
      isInvalid={isWrong}
      validationBehavior="aria"
      onChange={(typed) => {
        setText(typed);
        const id = typed.trim() === '' ? '' : idIn(typed);
        if (id !== undefined && id !== value) onChange(id);
      }}
    >
      <Label>{t.audit.claim}</Label>
      <Input placeholder={t.audit.claimHint} />
      <FieldError className="problem">{t.audit.claimWrong}</FieldError>
    </TextField>
  );
}
