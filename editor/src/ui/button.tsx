import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { Icon, type IconName } from './icon.js';

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly children: React.ReactNode;
  /** What its key is, where it has one; shown in the button. */
  readonly keyHint?: string;
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  /** Whether what it does is under way; whoever handles it takes no second press. */
  readonly isBusy?: boolean;
}

export function Button({ children, keyHint, look = 'plain', icon, isBusy = false, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={`button ${look}${isBusy ? ' busy' : ''}`}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {keyHint && <kbd aria-hidden="true">{keyHint}</kbd>}
    </AriaButton>
  );
}

/** Shows an icon alone; `label` is what it is called. */
export function IconButton({
  icon,
  label,
  ...props
}: { icon: IconName; label: string } & Omit<AriaButtonProps, 'children' | 'className' | 'style'>) {
  return (
    <AriaButton {...props} aria-label={label} className="button icon-only">
      <Icon name={icon} />
    </AriaButton>
  );
}
