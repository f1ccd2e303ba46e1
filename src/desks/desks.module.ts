import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddDesk } from './add-desk.js';
import { DeskQueries } from './desk-queries.js';
import { DeskEntity } from './desk.entity.js';
import { DesksResolver } from './desks.resolver.js';

@Module({
  imports: [TypeOrmModule.forFeature([DeskEntity])],
  providers: [AddDesk, DeskQueries, DesksResolver],
  exports: [AddDesk, DeskQueries],
})
export class DesksModule {}
