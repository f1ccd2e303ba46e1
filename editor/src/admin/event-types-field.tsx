import { useId } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useQuery } from 'urql';
import { t } from '../text/admin.js';
import { Field } from '../ui/field.js';
import { ListSkeleton } from '../ui/loading.js';
import type { Fields } from './webhook-fields.js';
import { type EventType, EventTypesQuery } from './webhooks-query.js';

interface EventTypesFieldProps {
  readonly fields: Fields;
  readonly change: (changes: Partial<Fields>) => void;
  readonly problem: string | undefined;
}

/** All events, or those of chosen types; a type that the list does not have can be named. */
export function EventTypesField({ fields, change, problem }: EventTypesFieldProps) {
  return (
    <div className="event-types">
      <RadioGroup
        className="kinds"
        value={fields.isAll ? 'all' : 'some'}
        onChange={(value) => change({ isAll: value === 'all' })}
        isInvalid={problem !== undefined}
        validationBehavior="aria"
      >
        <Label>{t.webhooks.whichEvents}</Label>
        <Choice value="all">{t.webhooks.allEvents}</Choice>
        <Choice value="some">{t.webhooks.someEvents}</Choice>
      </RadioGroup>
      {!fields.isAll && <Types fields={fields} change={change} />}
      <p className="problem" role="alert">
        {problem}
      </p>
    </div>
  );
}

const Choice = ({ value, children }: { value: string; children: string }) => (
  <Radio className="kind" value={value}>
    <span className="radio-dot" aria-hidden="true" />
    <span>{children}</span>
  </Radio>
);

function Types({ fields: { types, further }, change }: Pick<EventTypesFieldProps, 'fields' | 'change'>) {
  const [{ data, error }] = useQuery({ query: EventTypesQuery });
  const known = data?.webhookEventTypes ?? [];
  const subjects = [...new Set(known.map(({ subject }) => subject))];
  const unknown = data === undefined ? [] : types.filter((type) => known.every((each) => each.type !== type));
  const toggle = (type: string, isChosen: boolean): void =>
    change({ types: isChosen ? [...types, type] : types.filter((each) => each !== type) });
  return (
    <>
      {data === undefined && error === undefined && <ListSkeleton rows={4} />}
      {error !== undefined && <p className="hint">{t.webhooks.typesFailed}</p>}
      {subjects.map((subject) => (
        <Subject
          key={subject}
          subject={subject}
          members={known.filter((each) => each.subject === subject)}
          chosen={types}
          toggle={toggle}
        />
      ))}
      {unknown.map((type) => (
        <Type key={type} name={type} isChosen onChange={(isChosen) => toggle(type, isChosen)} />
      ))}
      <Field
        label={t.webhooks.further}
        hint={t.webhooks.furtherHint}
        autoComplete="off"
        spellCheck="false"
        value={further}
        onChange={(text) => change({ further: text })}
      />
    </>
  );
}

interface SubjectProps {
  readonly subject: string;
  readonly members: readonly EventType[];
  readonly chosen: readonly string[];
  readonly toggle: (type: string, isChosen: boolean) => void;
}

/** What can happen to one kind of row. */
function Subject({ subject, members, chosen, toggle }: SubjectProps) {
  const id = useId();
  return (
    <div className="event-subject" role="group" aria-labelledby={id}>
      <p id={id}>
        <code>{subject}</code> <span className="hint">{members[0]!.about.replaceAll('`', '')}</span>
      </p>
      <p className="event-changes">
        {members.map(({ type }) => (
          <Type
            key={type}
            name={type.slice(subject.length + 1)}
            isChosen={chosen.includes(type)}
            onChange={(isChosen) => toggle(type, isChosen)}
          />
        ))}
      </p>
    </div>
  );
}

interface TypeProps {
  readonly name: string;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}

const Type = ({ name, isChosen, onChange }: TypeProps) => (
  <Checkbox className="check" isSelected={isChosen} onChange={onChange}>
    <span className="check-box" aria-hidden="true" />
    <span>{name}</span>
  </Checkbox>
);
