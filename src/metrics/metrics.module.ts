import { type DynamicModule, Module } from '@nestjs/common';
import { DesksModule } from '../desks/desks.module.js';
import { ReviewModule } from '../review/review.module.js';
import { METRICS_TOKEN, MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { Samples } from './samples.js';

/** GET /metrics. */
@Module({})
export class MetricsModule {
  /** @param token the setting METRICS_TOKEN */
  static register(token: string | undefined): DynamicModule {
    return {
      module: MetricsModule,
      imports: [DesksModule, ReviewModule],
      controllers: [MetricsController],
      providers: [Samples, Metrics, { provide: METRICS_TOKEN, useValue: token }],
    };
  }
}
