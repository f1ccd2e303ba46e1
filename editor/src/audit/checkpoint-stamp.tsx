import { useQuery } from 'urql';
import { graphql } from '../api/graphql.js';
import { useLive } from '../live.js';
import { t } from '../text/audit.js';
import { CopyButton } from '../ui/copy-button.js';
import { Failure } from '../ui/failure.js';
import { TimeText } from '../ui/time-text.js';
import { useLiveCheckpoint } from './log-feed.js';
import { Facts, Stamp } from './stamp.js';

const CheckpointQuery = graphql(`
  query Checkpoint {
    checkpoint {
      note
      origin
      root
      sealedAt
      size
    }
  }
`);

/** The newest signed state of the log, and the key that signs it. */
export function CheckpointStamp({ keys }: { keys: readonly string[] | null }) {
  const [{ data, error }, execute] = useQuery({ query: CheckpointQuery });
  const refresh = (): void => execute({ requestPolicy: 'network-only' });
  useLive(refresh);
  const live = useLiveCheckpoint();
  if (data === undefined) {
    return error === undefined ? <div className="stamp sealed" /> : <Failure error={error} onRetry={refresh} />;
  }
  const checkpoint = live !== null && live.size >= (data.checkpoint?.size ?? 0) ? live : data.checkpoint;
  if (checkpoint === null) return <Stamp tone="sealed" title={t.audit.nothingTitle} />;
  const { size, sealedAt, origin, root, note } = checkpoint;
  return (
    <Stamp tone="sealed" title={t.audit.checkpointSize(size)}>
      <p className="quiet">
        <TimeText at={sealedAt} say={t.audit.signed} />
      </p>
      <Facts
        facts={[
          [t.audit.origin, origin],
          [t.audit.root, <code key="root">{root}</code>],
          ...(keys === null || keys.length === 0
            ? []
            : ([
                [
                  keys.length > 1 ? t.audit.keys : t.audit.key,
                  keys.map((key) => (
                    <code key={key} className="block">
                      {key}
                    </code>
                  )),
                ],
              ] as const)),
        ]}
      />
      <p className="stamp-actions">
        {keys !== null && <CopyButton text={keys.join('\n')}>{t.audit.copyKey}</CopyButton>}
        <CopyButton text={note}>{t.audit.copyCheckpoint}</CopyButton>
      </p>
      <p className="hint">{t.audit.keepIt}</p>
    </Stamp>
  );
}
