import { useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { t } from '../text/index.js';
import { Icon } from './icon.js';
import { useKeys } from './keys.js';
import { usePaused } from './paused.js';

interface SearchBoxProps {
  readonly label: string;
  readonly value: string;
  /** Called when typing pauses, or with Enter at once. */
  readonly onChange: (value: string) => void;
}

/** Words to look for; the key / leads here. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText, tell] = usePaused(value, onChange);
  useKeys({ '/': () => input.current?.select() });
  return (
    <SearchField
      className="search-box"
      aria-label={label}
      value={text}
      onChange={setText}
      onSubmit={tell}
      onClear={() => tell('')}
    >
      <Icon name="search" />
      <Input ref={input} placeholder={label} dir="auto" />
      {text === '' ? (
        <kbd aria-hidden="true">/</kbd>
      ) : (
        <Button className="button icon-only" aria-label={t.common.clear}>
          <Icon name="close" />
        </Button>
      )}
    </SearchField>
  );
}
