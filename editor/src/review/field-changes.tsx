import { t } from '../text/audit.js';
import { Icon } from '../ui/icon.js';
import { shortExactTime } from '../ui/time.js';

interface FieldChangesProps {
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  /** Of what came or went, fields have one side. */
  readonly isUpdate?: boolean;
  /** Fields that are told at most; all where left out. */
  readonly atMost?: number;
  /** The name of the person with this id; undefined where it is none that is known. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Of the log's own making, or a secret of the lease that means nothing to a reader. */
const UNSAID: readonly string[] = ['id', 'version', 'claim_id', 'lease_token'];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Fields before and after. */
export function FieldChanges({
  changes,
  isUpdate = true,
  atMost = Number.POSITIVE_INFINITY,
  nameOf,
}: FieldChangesProps) {
  const all = changes.filter(({ field }) => !UNSAID.includes(field));
  const told = all.slice(0, atMost);
  if (told.length === 0) return null;
  return (
    <>
      <dl className="field-changes">
        {told.map(({ field, before, after }) => (
          <div key={field}>
            <dt>{t.fields[field] ?? field.replaceAll('_', ' ')}</dt>
            <dd>
              {isUpdate ? (
                <>
                  <del>{valueText(before, nameOf)}</del>
                  <Icon name="arrow" />
                  <span className="hidden">{t.history.became}</span>
                  <ins>{valueText(after, nameOf)}</ins>
                </>
              ) : (
                <span dir="auto">{valueText(after ?? before, nameOf)}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {all.length > told.length && <p className="hint">{t.audit.moreFields(all.length - told.length)}</p>}
    </>
  );
}

/** Words that the API's enumerations have here; no two of them mean another thing. */
const WORDS: Readonly<Record<string, string>> = {
  ...t.states,
  ...t.kinds,
  ...t.verdicts,
  ...t.evidenceStances,
  ...t.roles,
  true: t.history.yes,
  false: t.history.no,
};

function valueText(value: string | null, nameOf: (id: string) => string | undefined): string {
  if (value === null) return t.history.nothing;
  if (INSTANT.test(value)) return shortExactTime(Date.parse(value));
  return nameOf(value) ?? WORDS[value] ?? value;
}
