import { t } from '../text/audit.js';
import { CopyButton } from '../ui/copy-button.js';
import { shortExactTime } from '../ui/time.js';
import { Facts, Stamp } from './stamp.js';
import type { Finding, Report } from './verify-task.js';

/** Codes of the report: it holds, and it holds with a clock that ran back. */
const HOLDS = 0;
const ANOMALIES = 5;
/** Of what else was noticed, so much is enough to see what it is. */
const SHOWN = 5;

/** A stamp, or the line where it breaks. */
export function VerifyResult({ name, finding }: { name: string; finding: Finding }) {
  const { code } = finding.report;
  return code === HOLDS || code === ANOMALIES ? (
    <Holding name={name} report={finding.report} />
  ) : (
    <Broken finding={finding} />
  );
}

function Holding({ name, report }: { name: string; report: Report }) {
  const { code, size, shown, withheld, root, origin, signedBy, since, firstAt, lastAt, unknowable, checkpoint } =
    report;
  const time = (at: string): string => shortExactTime(Date.parse(at));
  const facts: [string, React.ReactNode][] = [
    [t.audit.entries, t.audit.shown(shown, withheld)],
    [t.audit.origin, origin],
    [t.audit.root, <code key="root">{root}</code>],
    [t.audit.signedBy, signedBy.join(', ')],
  ];
  if (firstAt !== null && lastAt !== null) facts.push([t.audit.times, `${time(firstAt)} – ${time(lastAt)}`]);
  return (
    <Stamp tone="holds" title={code === HOLDS ? t.audit.holds : t.audit.holdsOdd}>
      <p>{t.audit.holdsMore(name)}</p>
      <p className="quiet">{t.audit.checkpointSize(size ?? 0)}</p>
      {since !== null && <p>{t.audit.continues(since.size)}</p>}
      <Facts facts={facts} />
      {checkpoint !== null && (
        <p className="stamp-actions">
          <CopyButton text={checkpoint}>{t.audit.copyCheckpoint}</CopyButton>
        </p>
      )}
      <Others problems={report.anomalies.list} />
      <details>
        <summary>{t.audit.cannotShow}</summary>
        <ul>
          {unknowable.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </Stamp>
  );
}

function Broken({ finding: { report, found, text } }: { finding: Finding }) {
  const line = found?.line ?? report.line;
  const leaf = found?.leaf ?? report.leaf;
  return (
    <Stamp tone="broken" title={t.audit.verdicts[report.code] ?? t.audit.verdicts[2]!}>
      <p>{report.problem}</p>
      {line === null ? (
        <p>{t.audit.brokenNowhere}</p>
      ) : (
        <>
          <p>
            {found !== null && `${t.audit.located} `}
            <strong>{t.audit.brokenLine(line)}</strong>
            {leaf !== null && <span className="quiet"> ({t.audit.brokenEntry(leaf)})</span>}
          </p>
          {text !== null && <pre className="log-line">{text}</pre>}
        </>
      )}
      <Others problems={report.problems.slice(1)} />
    </Stamp>
  );
}

function Others({ problems }: { problems: Report['problems'] }) {
  if (problems.length === 0) return null;
  return (
    <div>
      <p className="quiet">{t.audit.alsoNoticed}</p>
      <ul>
        {problems.slice(0, SHOWN).map(({ line, message }) => (
          <li key={`${line} ${message}`}>{t.audit.lineAndMore(line, message)}</li>
        ))}
      </ul>
    </div>
  );
}
