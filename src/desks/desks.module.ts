import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddDesk } from './add-desk.js';
import { DeskMutationsResolver } from './desk-mutations.resolver.js';
import { DeskQueries } from './desk-queries.js';
import { DeskEntity } from './desk.entity.js';
import { DesksResolver, GrantedRoleDeskResolver } from './desks.resolver.js';
import { EnsureDesk } from './ensure-desk.js';
import { UpdateDesk } from './update-desk.js';

@Module({
  imports: [TypeOrmModule.forFeature([DeskEntity])],
  providers: [
    EnsureDesk,
    AddDesk,
    UpdateDesk,
    DeskQueries,
    DesksResolver,
    GrantedRoleDeskResolver,
    DeskMutationsResolver,
  ],
  exports: [EnsureDesk, DeskQueries],
})
export class DesksModule {}
