import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { FieldChanges } from '../review/field-changes.js';
import { t } from '../text/audit.js';
import { Button } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { Failure } from '../ui/failure.js';
import { PageSkeleton } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { EntryFacts } from './entry-row.js';
import { EntryQuery, type Entry, isSealed } from './log-query.js';
import { proveEntry, type Outcome } from './prove-entry.js';
import { Facts, Stamp } from './stamp.js';

interface EntryProofProps {
  readonly index: number;
  /** Where the log begins with its newest entry. */
  readonly closePath: string;
  readonly nameOf: (id: string) => string | undefined;
}

/** One entry with all that it says, and the proof that the signed log has it. */
export function EntryProof({ index, closePath, nameOf }: EntryProofProps) {
  const [{ data, error }, execute] = useQuery({
    query: EntryQuery,
    variables: { index },
    requestPolicy: 'network-only',
  });
  const [attempt, setAttempt] = useState(0);
  const node = data?.auditLog.edges[0]?.node;
  const entry = node !== undefined && isSealed(node) && node.id === index ? node : null;
  return (
    <section className="entry-proof" aria-labelledby="entry">
      <header>
        <h2 id="entry">{t.audit.entry(index)}</h2>
        <Link to={closePath} className="button plain">
          {t.audit.toNewest}
        </Link>
      </header>
      {data === undefined && error === undefined && <PageSkeleton />}
      {data === undefined && error !== undefined && (
        <Failure error={error} onRetry={() => execute({ requestPolicy: 'network-only' })} />
      )}
      {data !== undefined && entry === null && (
        <Notice tone="info" title={t.audit.noEntryTitle}>
          {t.audit.noEntry(index)}
        </Notice>
      )}
      {entry !== null && data?.inclusionProof != null && (
        <div className="entry-whole">
          <div>
            <p>
              <strong>
                <bdi>{entry.actor.name}</bdi>
              </strong>{' '}
              {t.actions[entry.action] ?? entry.action}
            </p>
            <EntryFacts entry={entry} />
            <FieldChanges changes={entry.changes} isUpdate={entry.operation === 'UPDATE'} nameOf={nameOf} />
          </div>
          <Proof
            key={`${attempt} ${data.inclusionProof}`}
            entry={entry}
            proof={data.inclusionProof}
            onRetry={() => setAttempt(attempt + 1)}
          />
        </div>
      )}
    </section>
  );
}

/** The proof, verified here. */
function Proof({ entry, proof, onRetry }: { entry: Entry; proof: string; onRetry: () => void }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    let isWanted = true;
    void proveEntry(entry, proof).then((proven) => isWanted && setOutcome(proven));
    return () => {
      isWanted = false;
    };
  }, [entry, proof]);
  if (outcome === null) {
    return (
      <p className="stamp sealed" role="status">
        {t.audit.proving}
      </p>
    );
  }
  if (outcome.is === 'failed') {
    return (
      <Notice tone="error" actions={<Button onPress={onRetry}>{t.common.retry}</Button>}>
        {t.audit.proofMissing}
      </Notice>
    );
  }
  const { line } = outcome;
  return outcome.is === 'flawed' ? (
    <Stamp tone="broken" title={t.audit.notProven}>
      <p>{t.audit.notProvenWhy[outcome.flaw]}</p>
      <Leaf line={line} />
    </Stamp>
  ) : (
    <Stamp tone="holds" title={t.audit.proven}>
      <p>{t.audit.provenMore(entry.id, outcome.proven.size)}</p>
      <Facts
        facts={[
          [t.audit.origin, outcome.proven.origin],
          [t.audit.root, <code key="root">{outcome.proven.root}</code>],
        ]}
      />
      <Leaf line={line} />
      <p className="stamp-actions">
        <CopyButton text={proof}>{t.audit.copyProof}</CopyButton>
      </p>
    </Stamp>
  );
}

function Leaf({ line }: { line: string }) {
  return (
    <details>
      <summary>{t.audit.leaf}</summary>
      <p className="hint">{t.audit.leafHint}</p>
      <pre className="log-line">{line}</pre>
    </details>
  );
}
