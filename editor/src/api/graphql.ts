import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema-types.js';

/** Parses a document, whose type is then that of schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; Date: string };
  disableMasking: true;
}>();

export type { FragmentOf, ResultOf, VariablesOf } from 'gql.tada';

/** The values of an enumeration of the API. */
export type Enum<Name extends keyof Enums> = Enums[Name];
interface Enums {
  AppearanceStance: ReturnType<typeof graphql.scalar<'AppearanceStance'>>;
  AuditOperation: ReturnType<typeof graphql.scalar<'AuditOperation'>>;
  EvidenceStance: ReturnType<typeof graphql.scalar<'EvidenceStance'>>;
  LegalBasis: ReturnType<typeof graphql.scalar<'LegalBasis'>>;
  RelationKind: ReturnType<typeof graphql.scalar<'RelationKind'>>;
  ReviewAction: ReturnType<typeof graphql.scalar<'ReviewAction'>>;
  ReviewKind: ReturnType<typeof graphql.scalar<'ReviewKind'>>;
  ReviewState: ReturnType<typeof graphql.scalar<'ReviewState'>>;
  Role: ReturnType<typeof graphql.scalar<'Role'>>;
  SignOffOutcome: ReturnType<typeof graphql.scalar<'SignOffOutcome'>>;
  TokenScope: ReturnType<typeof graphql.scalar<'TokenScope'>>;
  Verdict: ReturnType<typeof graphql.scalar<'Verdict'>>;
  WebhookDisabledReason: ReturnType<typeof graphql.scalar<'WebhookDisabledReason'>>;
  WebhookOutcome: ReturnType<typeof graphql.scalar<'WebhookOutcome'>>;
}
