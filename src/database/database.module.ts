import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions } from './data-source.js';
import { Database } from './database.js';
import { UnitOfWork } from './unit-of-work.js';

/** The connection to Postgres, as the application's role. Migrations are applied before, by `migrateDatabase`. */
@Global()
@Module({})
export class DatabaseModule {
  /** @param url of the application's role. @param poolSize connections that this process may use */
  static register(url: string, poolSize: number): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({ ...dataSourceOptions(url, poolSize), autoLoadEntities: true, retryAttempts: 0 }),
      ],
      providers: [Database, UnitOfWork],
      exports: [Database, UnitOfWork],
    };
  }
}
