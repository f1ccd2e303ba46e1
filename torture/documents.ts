import type { Operation } from './history.js';

const ERROR = '__typename ... on UserError { code message }';
const REVIEW = `... on ReviewSuccess { review { id state lease { token until holder { id } } claim { id version } } }`;

/** The mutation of each operation, answering as `answer`. */
export const MUTATIONS: Readonly<Record<Operation, string>> = {
  submitClaim: `mutation ($input: SubmitClaimInput!) { answer: submitClaim(input: $input) {
    ${ERROR} ... on SubmitClaimSuccess { outcome claim { id } } } }`,
  submitClaims: `mutation ($items: [SubmitClaimInput!]!) { answer: submitClaims(items: $items) {
    ${ERROR} ... on SubmitClaimSuccess { outcome claim { id } } } }`,
  takeNextReview: `mutation ($deskId: ID!) { answer: takeNextReview(deskId: $deskId) { ${ERROR} ${REVIEW} } }`,
  takeReview: `mutation ($id: ID!) { answer: takeReview(id: $id) { ${ERROR} ${REVIEW} } }`,
  renewLease: `mutation ($id: ID!, $leaseToken: ID!) {
    answer: renewLease(id: $id, leaseToken: $leaseToken) { ${ERROR} ${REVIEW} } }`,
  releaseReview: `mutation ($id: ID!, $leaseToken: ID!) {
    answer: releaseReview(id: $id, leaseToken: $leaseToken) { ${ERROR} ${REVIEW} } }`,
  deferReview: `mutation ($id: ID!, $leaseToken: ID!, $until: DateTime!, $reason: String!) {
    answer: deferReview(id: $id, leaseToken: $leaseToken, until: $until, reason: $reason) { ${ERROR} ${REVIEW} } }`,
  reassignReview: `mutation ($id: ID!, $assigneeId: ID) {
    answer: reassignReview(id: $id, assigneeId: $assigneeId) { ${ERROR} ${REVIEW} } }`,
  signOffDecision: `mutation ($input: SignOffDecisionInput!) {
    answer: signOffDecision(input: $input) { ${ERROR} ${REVIEW} } }`,
  decideReview: `mutation ($input: DecideReviewInput!) { answer: decideReview(input: $input) {
    ${ERROR} ... on DecideReviewSuccess { decision { id verdict decidedBy { id } } review { id state } } } }`,
  addEvidence: `mutation ($input: AddEvidenceInput!) { answer: addEvidence(input: $input) {
    ${ERROR} ... on ClaimSuccess { claim { id version evidence { id url } } } } }`,
};

/** Reviews by a filter, answering as `answer.edges`. */
export const REVIEWS = `query ($filter: ReviewFilter) { answer: reviews(filter: $filter, first: 30) { edges { node {
  id state lease { token until holder { id } } claim { id version }
  decision { id decidedBy { id } } } } } }`;
