import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { EraseClaim } from './erase-claim.js';
import { EraseUser } from './erase-user.js';
import { ErasureResolver } from './erasure.resolver.js';

@Module({ imports: [ClaimsModule], providers: [EraseClaim, EraseUser, ErasureResolver] })
export class ErasureModule {}
