import { type DynamicModule, Module } from '@nestjs/common';
import { LoadSeeds } from '../seeds/load.js';
import { SealerModule } from './audit/sealer.module.js';
import type { SealerSettings } from './audit/sealer-runner.js';
import { AuthModule } from './auth/auth.module.js';
import type { AuthSettings } from './auth/settings.js';
import { BoardModule } from './board/board.module.js';
import { ClaimsModule } from './claims/claims.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DesksModule } from './desks/desks.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { ExportModule } from './export/export.module.js';
import { FeedModule } from './feed/feed.module.js';
import { GraphqlModule } from './graphql/graphql.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ReviewModule } from './review/review.module.js';
import { ViewsModule } from './views/views.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

export interface AppOptions {
  /** Connection of the application's role. */
  readonly databaseUrl: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** Whether this process serves the API, works on jobs, seals the audit log, or several of these. */
  readonly api: boolean;
  readonly worker: boolean;
  readonly sealer?: SealerSettings | undefined;
  readonly auth: AuthSettings;
  /** What opens /metrics besides an API token; nothing where it is left out. */
  readonly metricsToken?: string | undefined;
  /** Whether webhooks may go to private addresses and over http; not where it is left out. */
  readonly webhookAllowPrivate?: boolean;
}

/** The whole of Claimdesk. The only file that lists the features. */
@Module({})
export class AppModule {
  static register({
    databaseUrl,
    poolSize,
    api,
    worker,
    sealer,
    auth,
    metricsToken,
    webhookAllowPrivate = false,
  }: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DatabaseModule.register(databaseUrl, poolSize),
        JobsModule.register({ worker }),
        AuthModule.register(auth, api),
        DesksModule,
        ClaimsModule,
        IntakeModule,
        ReviewModule,
        ErasureModule,
        BoardModule,
        ViewsModule,
        WebhooksModule.register(worker, webhookAllowPrivate),
        FeedModule,
        HealthModule,
        MetricsModule.register(metricsToken),
        ...(sealer === undefined ? [] : [SealerModule.register(sealer)]),
        ...(api ? [GraphqlModule, HttpModule, ExportModule] : []),
      ],
      providers: [LoadSeeds],
    };
  }
}
