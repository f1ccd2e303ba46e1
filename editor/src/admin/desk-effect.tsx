import { useQuery } from 'urql';
import { t } from '../text/admin.js';
import { Notice } from '../ui/notice.js';
import { numberOf } from './desk-fields.js';
import type { DeskNumber } from './desk-limits.js';
import { type AdminDesk, DecidersQuery } from './desks-query.js';

interface DeskEffectProps {
  readonly desk: AdminDesk;
  readonly field: DeskNumber;
  /** The new value; undefined while it is not changed. */
  readonly typed: string | undefined;
}

/** What a changed number does to work that is under way now. */
export function DeskEffect({ desk, field, typed }: DeskEffectProps) {
  const value = typed === undefined ? null : numberOf(field, typed);
  if (value === null) return null;
  const effect = effectOf(desk, field, value);
  return (
    <>
      {effect !== null && <Notice tone="info">{effect}</Notice>}
      {field === 'signOffsRequired' && value > 0 && <TooFew deskId={desk.id} required={value} />}
    </>
  );
}

function effectOf({ counts, signOffsRequired }: AdminDesk, field: DeskNumber, value: number): string | null {
  const { queued, inReview, awaitingSignOff } = counts;
  const open = t.common.total(
    queued.count + inReview.count + awaitingSignOff.count,
    queued.isCapped || inReview.isCapped || awaitingSignOff.isCapped,
  );
  const waiting = t.common.total(awaitingSignOff.count, awaitingSignOff.isCapped);
  switch (field) {
    case 'signOffsRequired':
      if (awaitingSignOff.count === 0) return null;
      return value > signOffsRequired ? t.desks.effects.more(waiting, value) : t.desks.effects.fewer(waiting);
    case 'leaseMinutes':
      return inReview.count === 0 ? null : t.desks.effects.holds(t.common.total(inReview.count, inReview.isCapped));
    default:
      return open === '0' ? null : t.desks.effects.keep(open);
  }
}

/** Whoever decides does not sign off; so there must be one more than the sign-offs that are asked for. */
function TooFew({ deskId, required }: { deskId: string; required: number }) {
  const [{ data }] = useQuery({ query: DecidersQuery, variables: { deskId } });
  const total = data?.accounts.total;
  if (total === undefined || total.count > required) return null;
  return <Notice tone="warning">{t.desks.effects.tooFew(total.count, required)}</Notice>;
}
