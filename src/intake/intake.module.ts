import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClaimsModule } from '../claims/claims.module.js';
import { ImportProgressEntity } from './import/import-progress.entity.js';
import { IntakeResolver } from './intake.resolver.js';
import { SubmitClaims } from './submit-claims.js';

@Module({
  imports: [TypeOrmModule.forFeature([ImportProgressEntity]), ClaimsModule],
  providers: [SubmitClaims, IntakeResolver],
  exports: [SubmitClaims],
})
export class IntakeModule {}
