import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';

/** For an argument of type ID: refuses what no row could be called, before the database has to. Null passes. */
@Injectable()
export class ParseId implements PipeTransform<string | null | undefined> {
  transform(value: string | null | undefined, { data }: ArgumentMetadata): string | null {
    if (value === null || value === undefined) return null;
    if (isId(value)) return value;
    throw new DomainError('INVALID_INPUT', 'This must be an id as the API gave it, a UUID.', { path: [data ?? 'id'] });
  }
}
