import { Icon, type IconName } from './icon.js';

interface NoticeProps {
  readonly tone: 'info' | 'warning' | 'error';
  readonly title?: string | undefined;
  readonly children?: React.ReactNode;
  /** What can be done about it. */
  readonly actions?: React.ReactNode;
  readonly icon?: IconName;
}

/** Something to know, beside what it is about. An error is told to screen readers at once, the rest when they pause. */
export function Notice({ tone, title, children, actions, icon = tone === 'info' ? 'clock' : 'warning' }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div className="notice-text">
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
      {actions && <div className="notice-actions">{actions}</div>}
    </div>
  );
}
