import { t } from '../text/index.js';
import { Icon } from '../ui/icon.js';
import { shortExactTime } from '../ui/time.js';

interface FieldChangesProps {
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  /** The name of the person with this id; undefined where it is none that is known. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Of the log's own making, or a secret of the lease that means nothing to a reader. */
const UNSAID: readonly string[] = ['id', 'version', 'claim_id', 'lease_token'];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Fields before and after. */
export function FieldChanges({ changes, nameOf }: FieldChangesProps) {
  const told = changes.filter(({ field }) => !UNSAID.includes(field));
  if (told.length === 0) return null;
  return (
    <dl className="field-changes">
      {told.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{t.fields[field] ?? field.replaceAll('_', ' ')}</dt>
          <dd>
            <del>{valueText(before, nameOf)}</del>
            <Icon name="arrow" />
            <span className="hidden">{t.history.became}</span>
            <ins>{valueText(after, nameOf)}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Words that the API's enumerations have here; no two of them mean another thing. */
const WORDS: Readonly<Record<string, string>> = { ...t.states, ...t.kinds, ...t.verdicts, ...t.evidenceStances };

function valueText(value: string | null, nameOf: (id: string) => string | undefined): string {
  if (value === null) return t.history.nothing;
  if (INSTANT.test(value)) return shortExactTime(Date.parse(value));
  return nameOf(value) ?? WORDS[value] ?? value;
}
