import { t } from '../text/index.js';
import { calendarDay } from '../ui/time.js';
import { Verdict } from '../ui/verdict.js';
import type { Claim } from './review-query.js';

const languages = new Intl.DisplayNames(t.locale, { type: 'language' });

/** Who said it and when, and where it stands. */
export function ClaimFacts({ claim }: { claim: Claim }) {
  return (
    <dl className="claim-facts">
      <Fact name={t.review.claimant}>
        <bdi>{claim.claimant}</bdi>
      </Fact>
      <Fact name={t.review.claimedAt}>
        {claim.claimedAt === null ? t.time.unknownDay : calendarDay(claim.claimedAt)}
      </Fact>
      <Fact name={t.review.language}>{languages.of(claim.language) ?? claim.language}</Fact>
      <Fact name={t.review.desk}>{claim.desk.name}</Fact>
      {claim.topics.length > 0 && <Fact name={t.review.topics}>{claim.topics.join(', ')}</Fact>}
      {claim.submittedBy && <Fact name={t.review.submittedBy}>{claim.submittedBy.name}</Fact>}
      <Fact name={t.review.verdictNow}>
        {claim.verdict === null ? t.noVerdict : <Verdict verdict={claim.verdict} />}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
