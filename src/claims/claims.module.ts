import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { DesksModule } from '../desks/desks.module.js';
import { AddClaimantAlias } from './add-claimant-alias.js';
import { AddEvidence } from './add-evidence.js';
import { AppearanceEntity } from './appearance.entity.js';
import { ArticleEntity } from './article.entity.js';
import { AuditEventsResolver } from './audit-events.resolver.js';
import { ClaimMutationsResolver, ClaimRelationsResolver, EvidenceResolver } from './claim-mutations.resolver.js';
import { ClaimQueries } from './claim-queries.js';
import { ClaimRelationEntity } from './claim-relation.entity.js';
import { ClaimEntity } from './claim.entity.js';
import { ClaimantAliasEntity } from './claimant-alias.entity.js';
import { ClaimConnectionResolver, ClaimsResolver } from './claims.resolver.js';
import { EvidenceEntity } from './evidence.entity.js';
import { RelateClaims } from './relate-claims.js';

const resolvers = [
  ClaimsResolver,
  ClaimConnectionResolver,
  ClaimMutationsResolver,
  ClaimRelationsResolver,
  EvidenceResolver,
  AuditEventsResolver,
];

@Module({
  imports: [
    TypeOrmModule.forFeature([
      ArticleEntity,
      ClaimantAliasEntity,
      ClaimEntity,
      AppearanceEntity,
      ClaimRelationEntity,
      EvidenceEntity,
    ]),
    AuditModule,
    DesksModule,
  ],
  providers: [ClaimQueries, AddEvidence, RelateClaims, AddClaimantAlias, ...resolvers],
  exports: [ClaimQueries, RelateClaims, AddClaimantAlias],
})
export class ClaimsModule {}
