import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { IntakeResolver } from './intake.resolver.js';
import { SubmitClaims } from './submit-claims.js';

@Module({
  imports: [ClaimsModule],
  providers: [SubmitClaims, IntakeResolver],
  exports: [SubmitClaims],
})
export class IntakeModule {}
