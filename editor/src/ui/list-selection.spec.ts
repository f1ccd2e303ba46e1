import { expect, it } from '@jest/globals';
import { ListSelection } from './list-selection.js';

const ROWS = Array.from({ length: 8 }, (_, id) => ({ id }));
const ids = (selection: ListSelection<{ id: number }>) => [...selection.state.get().keys()];
const row = (id: number) => ROWS[id]!;

it('is one row more or less with each toggle', () => {
  const selection = new ListSelection<{ id: number }>();
  selection.toggle(row(3));
  selection.toggle(row(1));
  selection.toggle(row(3));
  expect(ids(selection)).toEqual([1]);
});

it('grows and shrinks as a range from where it began, and keeps what was selected before', () => {
  const selection = new ListSelection<{ id: number }>();
  selection.toggle(row(0));
  selection.leave();
  selection.extend(ROWS, 3, 4);
  expect(ids(selection)).toEqual([0, 3, 4]);
  selection.extend(ROWS, 4, 6);
  expect(ids(selection)).toEqual([0, 3, 4, 5, 6]);
  selection.extend(ROWS, 6, 2);
  expect(ids(selection)).toEqual([0, 2, 3]);
});

it('ranges from the row that was toggled last', () => {
  const selection = new ListSelection<{ id: number }>();
  selection.toggle(row(2));
  selection.extend(ROWS, null, 5);
  expect(ids(selection)).toEqual([2, 3, 4, 5]);
});

it('begins anew where the row at which it began is gone', () => {
  const selection = new ListSelection<{ id: number }>();
  selection.toggle(row(2));
  selection.extend(ROWS.slice(3), null, 5);
  expect(ids(selection)).toEqual([2, 5]);
});

it('is all of the rows, or none', () => {
  const selection = new ListSelection<{ id: number }>();
  selection.setTo(ROWS);
  expect(ids(selection)).toHaveLength(8);
  selection.clear();
  expect(ids(selection)).toEqual([]);
});
