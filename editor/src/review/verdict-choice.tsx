import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import type { Enum } from '../api/graphql.js';
import { t } from '../text/index.js';
import { Verdict } from '../ui/verdict.js';

export const VERDICT_KEYS = { v: 'VERIFIED', d: 'DISPUTED', u: 'UNCONFIRMED' } as const satisfies Record<
  string,
  Enum<'Verdict'>
>;

interface VerdictChoiceProps {
  readonly value: Enum<'Verdict'> | null;
  readonly isReadOnly: boolean;
  readonly problem: string | undefined;
  readonly onChange: (verdict: Enum<'Verdict'>) => void;
}

/** One of three, by its key too. */
export function VerdictChoice({ value, isReadOnly, problem, onChange }: VerdictChoiceProps) {
  return (
    <RadioGroup
      className="verdict-choice"
      value={value}
      isReadOnly={isReadOnly}
      isInvalid={problem !== undefined}
      validationBehavior="aria"
      onChange={(verdict) => onChange(verdict as Enum<'Verdict'>)}
      aria-describedby={problem === undefined ? undefined : 'verdict-problem'}
    >
      <Label>{t.review.verdict}</Label>
      {Object.entries(VERDICT_KEYS).map(([key, verdict]) => (
        <Radio key={key} value={verdict} className={`verdict-option ${verdict.toLowerCase()}`}>
          <Verdict verdict={verdict} />
          <kbd aria-hidden="true">{key.toUpperCase()}</kbd>
        </Radio>
      ))}
      {problem && (
        <span id="verdict-problem" className="problem" role="alert">
          {problem}
        </span>
      )}
    </RadioGroup>
  );
}
