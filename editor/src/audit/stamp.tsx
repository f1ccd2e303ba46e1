import { Icon, type IconName } from '../ui/icon.js';

interface StampProps {
  readonly tone: 'sealed' | 'holds' | 'broken';
  readonly title: string;
  readonly children?: React.ReactNode;
}

const ICONS: Readonly<Record<StampProps['tone'], IconName>> = { sealed: 'ledger', holds: 'stamp', broken: 'warning' };

/** What was signed, or what came of looking into it, set apart as a stamp is. */
export function Stamp({ tone, title, children }: StampProps) {
  return (
    <div className={`stamp ${tone}`} role={tone === 'broken' ? 'alert' : 'status'}>
      <p className="stamp-title">
        <Icon name={ICONS[tone]} />
        <strong>{title}</strong>
      </p>
      {children}
    </div>
  );
}

/** Names and values, such as a root; a long value is broken anywhere. */
export function Facts({ facts }: { facts: readonly (readonly [string, React.ReactNode])[] }) {
  return (
    <dl className="stamp-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
