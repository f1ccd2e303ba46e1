import { Checkbox } from 'react-aria-components/Checkbox';
import { t } from '../text/admin.js';
import { Field } from '../ui/field.js';
import { DeskEffect } from './desk-effect.js';
import { type DeskFields, NUMBERS } from './desk-fields.js';
import { DESK_LIMITS } from './desk-limits.js';
import type { AdminDesk } from './desks-query.js';

interface DeskFormProps {
  readonly fields: DeskFields;
  readonly change: <Name extends keyof DeskFields>(name: Name, value: DeskFields[Name]) => void;
  /** What is wrong with a field, as a sentence. */
  readonly problemOf: (field: keyof DeskFields) => string | undefined;
  /** Whether the short name can be chosen still. */
  readonly isNew: boolean;
  /** Whether it is the default desk already, which it stays until another one is. */
  readonly isDefault: boolean;
  /** The desk that is changed, and how; so that what a number does to work that is under way can be said. */
  readonly edited?: { readonly desk: AdminDesk; readonly changes: Partial<DeskFields> };
}

/** The fields of a desk, each with what it does. */
export function DeskForm({ fields, change, problemOf, isNew, isDefault, edited }: DeskFormProps) {
  return (
    <>
      <Field
        label={t.desks.name}
        dir="auto"
        autoComplete="off"
        value={fields.name}
        onChange={(value) => change('name', value)}
        problem={problemOf('name')}
      />
      <Field
        label={t.desks.slug}
        hint={isNew ? t.desks.slugHint : t.desks.slugStays}
        autoComplete="off"
        isReadOnly={!isNew}
        value={fields.slug}
        onChange={(value) => change('slug', value)}
        problem={problemOf('slug')}
      />
      <Field
        label={t.desks.description}
        lines={2}
        dir="auto"
        value={fields.description}
        onChange={(value) => change('description', value)}
        problem={problemOf('description')}
      />
      <Field
        label={t.desks.topics}
        hint={t.desks.topicsHint}
        lines={3}
        dir="auto"
        value={fields.topics}
        onChange={(value) => change('topics', value)}
        problem={problemOf('topics')}
      />
      <Field
        label={t.desks.languages}
        hint={t.desks.languagesHint}
        autoComplete="off"
        value={fields.languages}
        onChange={(value) => change('languages', value)}
        problem={problemOf('languages')}
      />
      <fieldset className="desk-numbers">
        <legend>{t.desks.rules}</legend>
        {NUMBERS.map((name) => (
          <div key={name} className="desk-number">
            <Field
              label={t.desks.numbers[name].label}
              hint={t.desks.numbers[name].hint(DESK_LIMITS[name].min, DESK_LIMITS[name].max)}
              inputMode="numeric"
              autoComplete="off"
              value={fields[name]}
              onChange={(value) => change(name, value)}
              problem={problemOf(name)}
            />
            {edited && <DeskEffect desk={edited.desk} field={name} typed={edited.changes[name]} />}
          </div>
        ))}
      </fieldset>
      <div>
        <Checkbox
          className="check"
          isSelected={fields.isDefault}
          isDisabled={isDefault}
          onChange={(value) => change('isDefault', value)}
        >
          <span className="check-box" aria-hidden="true" />
          {t.desks.default}
        </Checkbox>
        <p className="hint">{isDefault ? t.desks.defaultStays : t.desks.defaultHint}</p>
        {problemOf('isDefault') && <p className="problem">{problemOf('isDefault')}</p>}
      </div>
    </>
  );
}
