import { type DynamicModule, Global, Module } from '@nestjs/common';
import { SEALER_SETTINGS, SealerRunner, type SealerSettings } from './sealer-runner.js';

/** The sealer of this process. */
@Global() // whether the process is well is asked by health/
@Module({})
export class SealerModule {
  static register(settings: SealerSettings): DynamicModule {
    return {
      module: SealerModule,
      providers: [SealerRunner, { provide: SEALER_SETTINGS, useValue: settings }],
      exports: [SealerRunner],
    };
  }
}
