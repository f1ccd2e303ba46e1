import { ANY_TYPE } from './webhook-words.js';
import type { Webhook } from './webhooks-query.js';

/** A webhook as its form has it. */
export interface Fields {
  readonly url: string;
  readonly description: string;
  /** Empty for every desk. */
  readonly deskId: string;
  readonly isAll: boolean;
  /** Chosen types, also those that were named by hand before. */
  readonly types: readonly string[];
  /** Types that are named by hand, as they are typed. */
  readonly further: string;
}

export const NOTHING: Fields = { url: '', description: '', deskId: '', isAll: true, types: [], further: '' };

export const fieldsOf = ({ url, description, desk, eventTypes }: Webhook): Fields => ({
  url,
  description,
  deskId: desk?.id ?? '',
  isAll: eventTypes.includes(ANY_TYPE),
  types: eventTypes.filter((type) => type !== ANY_TYPE),
  further: '',
});

/** @returns the types to ask for, each once; none where nothing is chosen */
export function eventTypesOf({ isAll, types, further }: Fields): string[] {
  if (isAll) return [ANY_TYPE];
  return [...new Set([...types, ...further.split(/[\s,;]+/).filter(Boolean)])];
}

/** @returns the fields as the API takes them */
export const toInput = (fields: Fields) => ({
  url: fields.url.trim(),
  description: fields.description.trim(),
  eventTypes: eventTypesOf(fields),
  deskId: fields.deskId === '' ? null : fields.deskId,
});

type Input = ReturnType<typeof toInput>;

/** @returns what of it differs: the rest may have been changed by somebody else meanwhile */
export function changesOf(before: Input, after: Input): Partial<Input> {
  const isChanged = (key: keyof Input): boolean => JSON.stringify(before[key]) !== JSON.stringify(after[key]);
  return {
    ...(isChanged('url') && { url: after.url }),
    ...(isChanged('description') && { description: after.description }),
    ...(isChanged('eventTypes') && { eventTypes: after.eventTypes }),
    ...(isChanged('deskId') && { deskId: after.deskId }),
  };
}
