import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Icon } from './icon.js';

interface ChoiceProps<Key extends string> {
  readonly label: string;
  readonly value: Key;
  readonly options: readonly { readonly id: Key; readonly text: string }[];
  readonly onChange: (value: Key) => void;
}

/** One of a few. */
export function Choice<Key extends string>({ label, value, options, onChange }: ChoiceProps<Key>) {
  return (
    <Select className="choice" selectedKey={value} onSelectionChange={(key) => onChange(String(key) as Key)}>
      <Label>{label}</Label>
      <Button className="button plain">
        <SelectValue />
        <Icon name="down" />
      </Button>
      <Popover className="popover">
        <ListBox items={options} className="options">
          {(option) => <ListBoxItem className="option">{option.text}</ListBoxItem>}
        </ListBox>
      </Popover>
    </Select>
  );
}
