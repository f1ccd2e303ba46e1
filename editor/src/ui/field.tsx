import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';

interface FieldProps extends Omit<TextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it, as a sentence. */
  readonly problem?: string | undefined;
  /** Lines; one where left out. */
  readonly lines?: number;
  readonly dir?: 'auto';
}

/** A line or some lines of text, with its label, and what is wrong with it beside it. */
export function Field({ label, hint, problem, lines, dir, ...props }: FieldProps) {
  return (
    <TextField {...props} className="field" isInvalid={problem !== undefined} validationBehavior="aria">
      <Label>{label}</Label>
      {lines === undefined ? <Input dir={dir} /> : <TextArea rows={lines} dir={dir} />}
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="problem">{problem}</FieldError>
    </TextField>
  );
}
