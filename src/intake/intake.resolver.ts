import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { ClaimQueries } from '../claims/claim-queries.js';
import type { GraphQLContext } from '../graphql/context.js';
import { asPayload, IdempotencyKeyReusedError, InvalidInputError, type UserError } from '../graphql/user-error.js';
import { DomainError } from '../kernel/domain-error.js';
import { checkSubmission } from './check-submission.js';
import type { SubmissionResult } from './submission.js';
import { SubmitClaimInput, SubmitClaimPayload, SubmitClaimSuccess } from './submit-claim.input.js';
import { MAX_BATCH, SubmitClaims } from './submit-claims.js';

const ERRORS = { INVALID_INPUT: InvalidInputError, IDEMPOTENCY_KEY_REUSED: IdempotencyKeyReusedError };

type Answer = SubmitClaimSuccess | UserError;

@Resolver()
export class IntakeResolver {
  constructor(
    private readonly submit: SubmitClaims,
    private readonly claims: ClaimQueries,
  ) {}

  @Mutation(() => SubmitClaimPayload, {
    description:
      'Takes in a claim. The same claim again, by statement and claimant, becomes an appearance of the first. Needs CHECKER, EDITOR, CHIEF_EDITOR or SERVICE.',
  })
  async submitClaim(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The claim.' }) input: SubmitClaimInput,
  ): Promise<Answer> {
    const [result] = await this.submit.run(caller, [input]);
    const [answer] = await this.answers([result!], () => ['input']);
    return answer!;
  }

  @Mutation(() => [SubmitClaimPayload], {
    description: `Takes in up to ${MAX_BATCH} claims in one transaction and answers each in its place; one that is refused does not hold up the others. Needs CHECKER, EDITOR, CHIEF_EDITOR or SERVICE.`,
    complexity: 1,
  })
  async submitClaims(
    @Context() { caller }: GraphQLContext,
    @Args('items', { type: () => [SubmitClaimInput], description: `The claims, 1 to ${MAX_BATCH}.` })
    items: SubmitClaimInput[],
  ): Promise<Answer[]> {
    if (items.length < 1 || items.length > MAX_BATCH) {
      throw new DomainError('INVALID_INPUT', `items must be 1 to ${MAX_BATCH} claims; these are ${items.length}.`, {
        path: ['items'],
      });
    }
    const checked = await Promise.all(items.map((item) => this.check(item)));
    const valid = checked.filter((item): item is SubmitClaimInput => !(item instanceof DomainError));
    const results = (await this.submit.run(caller, valid)).values();
    return this.answers(
      checked.map((item) => (item instanceof DomainError ? item : results.next().value!)),
      (i) => ['items', String(i)],
    );
  }

  /** Validates one item of many, so that a bad one is answered in its place. */
  private async check(item: SubmitClaimInput): Promise<SubmitClaimInput | DomainError> {
    const checked = await checkSubmission(item);
    if (checked instanceof SubmitClaimInput) return checked;
    return new DomainError('INVALID_INPUT', checked.map(({ message }) => message).join(' '), {
      path: checked[0]?.path ?? [],
    });
  }

  private async answers(
    results: (SubmissionResult | DomainError)[],
    pathTo: (index: number) => string[],
  ): Promise<Answer[]> {
    const ids = results.flatMap((result) => (result instanceof DomainError ? [] : [result.claimId]));
    const claims = new Map((await this.claims.byIds([...new Set(ids)])).map((claim) => [claim!.id, claim!]));
    return Promise.all(
      results.map((result, i) =>
        asPayload(ERRORS, () =>
          result instanceof DomainError
            ? Promise.reject(new DomainError(result.code, result.message, { path: [...pathTo(i), ...result.path] }))
            : Promise.resolve(new SubmitClaimSuccess(result.outcome, claims.get(result.claimId)!)),
        ),
      ),
    );
  }
}
