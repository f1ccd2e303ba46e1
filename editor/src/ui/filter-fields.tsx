import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import { usePaused } from './paused.js';

interface FilterFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Words that are looked for when typing pauses, or with Enter at once. */
export function WordsFilter({ label, value, placeholder, onChange }: FilterFieldProps & { placeholder: string }) {
  const [text, setText, tell] = usePaused(value, onChange);
  return (
    <TextField className="field in-line" value={text} onChange={setText}>
      <Label>{label}</Label>
      <Input dir="auto" placeholder={placeholder} onKeyDown={(event) => event.key === 'Enter' && tell(text)} />
    </TextField>
  );
}

/** A day; empty for any. */
export function DayFilter({ label, value, onChange }: FilterFieldProps) {
  return (
    <TextField className="field in-line" type="date" value={value} onChange={onChange}>
      <Label>{label}</Label>
      <Input />
    </TextField>
  );
}
