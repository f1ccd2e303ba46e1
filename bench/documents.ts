/** The operations that are measured, with what a screen of theirs shows. */

export const TAKE_NEXT = `mutation ($deskId: ID!) {
  taken: takeNextReview(deskId: $deskId) {
    __typename
    ... on UserError { code message }
    ... on ReviewSuccess {
      review { id state priority dueAt lease { token until } claim { id version statement claimant verdict } } } } }`;

export const DECIDE = `mutation ($input: DecideReviewInput!) {
  decided: decideReview(input: $input) {
    __typename
    ... on UserError { code message }
    ... on DecideReviewSuccess {
      decision { id verdict decidedAt isFinal decidedBy { id name } }
      review { id state version claim { id version verdict } } } } }`;

export const INBOX = `query ($filter: ReviewFilter, $after: String) {
  page: reviews(filter: $filter, first: 25, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { cursor node {
      id state kind priority dueAt isOverdue desk { slug } assignee { name } lease { until holder { name } }
      claim { id statement claimant verdict } } } } }`;

export const CLAIM_PAGE = `query ($id: ID!) {
  claim(id: $id) {
    id statement claimant claimedAt language topics verdict decidedAt version desk { name }
    appearances { stance attribution claimantAsWritten isFirst article { outlet url citation publishedAt } }
    relations { kind state note from { id statement } to { id statement } }
    evidence { id url publisher excerpt stance addedAt addedBy { name } }
    reviews { id round kind state lease { until holder { name } } allowedActions { action isAllowed reason } }
    decisions { id verdict rationale decidedAt isFinal decidedBy { name } evidence { id }
      signOffs { outcome comment signedBy { name } } } }
  auditEvents(claimId: $id, first: 50) { edges { node { seq at action operation subject actor { name } } } } }`;

export const SUBMIT = `mutation ($input: SubmitClaimInput!) {
  submitted: submitClaim(input: $input) {
    __typename ... on UserError { code message } ... on SubmitClaimSuccess { outcome claim { id version } } } }`;

export const SUBMIT_MANY = `mutation ($items: [SubmitClaimInput!]!) {
  submitted: submitClaims(items: $items) {
    __typename ... on UserError { code message } ... on SubmitClaimSuccess { outcome claim { id } } } }`;

export const ADD_EVIDENCE = `mutation ($input: AddEvidenceInput!) {
  added: addEvidence(input: $input) {
    __typename ... on UserError { code message } ... on ClaimSuccess { claim { id version } } } }`;

export const RELATE = `mutation ($input: RelateClaimsInput!) {
  related: relateClaims(input: $input) { __typename ... on UserError { code message } } }`;

export const BOARD = `query ($slug: String, $days: Int!) {
  board: deskBoard(slug: $slug, days: $days, timeZone: "Europe/Vienna") {
    at desk { id name }
    counts { queued { ...T } deferred { ...T } inReview { ...T } awaitingSignOff { ...T } overdue { ...T } }
    ages { fromHours toHours count { ...T } }
    total { ...F }
    days { day backlog queued withdrawn leaseExpiries decided { ...D } }
    people { user { id name } mayTake holding assigned { ...T } decided medianSeconds signOffs leaseExpiries } } }
  fragment T on Total { count isCapped }
  fragment D on DecidedFigures { count verified disputed unconfirmed late p50Seconds p90Seconds }
  fragment F on BoardFigures { queued withdrawn leaseExpiries decided { ...D } }`;
