/** The review operations, each answering as `answer` with what most tests look at. */
const SUCCESS = `__typename ... on UserError { code message path }
  ... on ReviewSuccess { review { id state version priority deferredUntil lease { token until holder { id } }
    claim { id version } assignee { id } decision { id } } }`;
const LOST = '... on LeaseLostError { reviewId state lastChange { action by at } }';
const CONFLICT = '... on ReviewConflictError { reviewId state lastChange { action by at } }';
const LIMIT = '... on LeaseLimitReachedError { held limit }';

export const TAKE_NEXT = `mutation ($deskId: ID!) {
  answer: takeNextReview(deskId: $deskId) { ${SUCCESS} ${LIMIT} ... on NothingToTakeError { nextDeferredUntil } } }`;
export const TAKE = `mutation ($id: ID!) { answer: takeReview(id: $id) { ${SUCCESS} ${LIMIT} ${CONFLICT} } }`;
export const RENEW = `mutation ($id: ID!, $leaseToken: ID!) {
  answer: renewLease(id: $id, leaseToken: $leaseToken) { ${SUCCESS} ${LOST} } }`;
export const RELEASE = `mutation ($id: ID!, $leaseToken: ID!) {
  answer: releaseReview(id: $id, leaseToken: $leaseToken) { ${SUCCESS} ${LOST} } }`;
export const DEFER = `mutation ($id: ID!, $leaseToken: ID!, $until: DateTime!, $reason: String!) {
  answer: deferReview(id: $id, leaseToken: $leaseToken, until: $until, reason: $reason) { ${SUCCESS} ${LOST} } }`;
export const REASSIGN = `mutation ($id: ID!, $assigneeId: ID) {
  answer: reassignReview(id: $id, assigneeId: $assigneeId) { ${SUCCESS} ${CONFLICT} } }`;
export const SIGN_OFF = `mutation ($input: SignOffDecisionInput!) {
  answer: signOffDecision(input: $input) { ${SUCCESS} ${CONFLICT} } }`;
export const DECIDE = `mutation ($input: DecideReviewInput!) {
  answer: decideReview(input: $input) {
    __typename ... on UserError { code message path } ${LOST}
    ... on VersionConflictError { claimId expectedVersion actualVersion lastChange { action by at } }
    ... on DecideReviewSuccess {
      decision { id verdict rationale recheckAt isFinal supersedesId decidedBy { id } evidence { id } }
      review { id state version claim { id verdict version recheckAt } } } } }`;
export const ADD_EVIDENCE = `mutation ($input: AddEvidenceInput!) {
  answer: addEvidence(input: $input) {
    __typename ... on UserError { code message path }
    ... on ClaimSuccess { claim { id version evidence { id url stance publisher excerpt addedBy { id } } } } } }`;
export const SUBMIT = `mutation ($input: SubmitClaimInput!) {
  answer: submitClaim(input: $input) {
    __typename ... on UserError { code message path }
    ... on SubmitClaimSuccess { outcome
      claim { id version statement claimant desk { id } appearances { id stance } } } } }`;
export const SUBMIT_MANY = `mutation ($items: [SubmitClaimInput!]!) {
  answer: submitClaims(items: $items) {
    __typename ... on UserError { code message path }
    ... on SubmitClaimSuccess { outcome claim { id } } } }`;
export const RELATE = `mutation ($input: RelateClaimsInput!) {
  answer: relateClaims(input: $input) {
    __typename ... on UserError { code message path }
    ... on ClaimSuccess { claim { id version relations { id kind state note from { id } to { id } } } } } }`;
export const ADD_ALIAS = `mutation ($input: AddClaimantAliasInput!) {
  answer: addClaimantAlias(input: $input) {
    __typename ... on UserError { code message path } ... on AddClaimantAliasSuccess { claimant } } }`;

export const ERASE_CLAIM = `mutation ($input: EraseClaimInput!) { answer: eraseClaim(input: $input) {
  __typename ... on UserError { code path message } ... on EraseClaimSuccess { erasedEvents
    claim { id statement claimant erasedAt recheckAt version reviews { state } } } } }`;
export const ERASE_USER = `mutation ($input: EraseUserInput!) { answer: eraseUser(input: $input) {
  __typename ... on UserError { code path message } ... on EraseUserSuccess { erasedEvents user { id name } } } }`;

/** The lists, each answering as `list`. */
const PAGE = 'total { count isCapped } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
export const REVIEWS = `query (
  $filter: ReviewFilter, $first: Int! = 25, $after: String, $orderBy: ReviewOrder! = QUEUE) {
  list: reviews(filter: $filter, first: $first, after: $after, orderBy: $orderBy) {
    ${PAGE} edges { cursor node { id } } } }`;
export const CLAIMS = `query ($filter: ClaimFilter, $first: Int! = 25, $after: String) {
  list: claims(filter: $filter, first: $first, after: $after) { ${PAGE} edges { cursor node { id } } } }`;
