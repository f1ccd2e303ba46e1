import { useRef, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { client } from '../api/client.js';
import type { Enum } from '../api/graphql.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { failureText } from '../ui/failure.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { useKeys } from '../ui/keys.js';
import { AddEvidenceMutation } from './mutations.js';

interface AddEvidenceProps {
  readonly claimId: string;
  readonly onAdded: ((id: string, version: number) => void) | undefined;
}

const STANCES = ['SUPPORTS', 'REFUTES', 'CONTEXT'] as const satisfies readonly Enum<'EvidenceStance'>[];
const NOTHING: Readonly<Record<'url' | 'publisher' | 'excerpt', string>> & { stance: Enum<'EvidenceStance'> } = {
  url: '',
  publisher: '',
  excerpt: '',
  stance: 'CONTEXT',
};

/** Paste the address of a source; the rest is asked once there is one. The key E leads here. */
export function AddEvidence({ claimId, onAdded }: AddEvidenceProps) {
  const form = useRef<HTMLFormElement>(null);
  const [fields, setFields] = useKept(`evidence.${claimId}`, NOTHING);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ field: string; message: string } | null>(null);
  const focusUrl = (): void => form.current?.querySelector('input')?.focus();
  useKeys({ e: focusUrl });

  const add = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const { url, publisher, excerpt, stance } = fields;
    const input = {
      claimId,
      url: url.trim(),
      stance,
      ...(publisher.trim() === '' ? {} : { publisher: publisher.trim() }),
      ...(excerpt.trim() === '' ? {} : { excerpt: excerpt.trim() }),
    };
    const { data, error } = await client.mutation(AddEvidenceMutation, { input });
    setBusy(false);
    if (data === undefined) {
      const message = error?.networkError ? t.failures.notReached : failureText(error!);
      return setProblem({ field: 'url', message });
    }
    const answer = data.addEvidence;
    if (answer.__typename !== 'ClaimSuccess') {
      return setProblem({ field: answer.path.at(-1) ?? 'url', message: answer.message });
    }
    setFields(NOTHING);
    onAdded?.(answer.claim.evidence.at(-1)!.id, answer.claim.version);
    focusUrl();
  };
  const change = (changes: Partial<typeof NOTHING>): void => setFields({ ...fields, ...changes });
  const problemOf = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined);

  return (
    <Form
      ref={form}
      className="form add-evidence"
      aria-label={t.review.addEvidence}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label={t.review.evidenceUrl}
        hint={t.review.evidenceUrlHint}
        type="url"
        inputMode="url"
        autoComplete="off"
        value={fields.url}
        onChange={(url) => change({ url })}
        problem={problemOf('url') ?? (problem?.field === 'input' ? problem.message : undefined)}
      />
      {fields.url.trim() !== '' && (
        <>
          <Choice
            label={t.review.evidenceStance}
            value={fields.stance}
            options={STANCES.map((each) => ({ id: each, text: t.evidenceStances[each] }))}
            onChange={(stance) => change({ stance })}
          />
          <Field
            label={t.review.evidencePublisher}
            value={fields.publisher}
            onChange={(publisher) => change({ publisher })}
            problem={problemOf('publisher')}
          />
          <Field
            label={t.review.evidenceExcerpt}
            lines={3}
            dir="auto"
            value={fields.excerpt}
            onChange={(excerpt) => change({ excerpt })}
            problem={problemOf('excerpt')}
          />
          <Button type="submit" isBusy={isBusy}>
            {isBusy ? t.review.evidenceAdding : t.review.evidenceAdd}
          </Button>
        </>
      )}
    </Form>
  );
}
