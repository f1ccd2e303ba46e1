import { Module } from '@nestjs/common';
import { DesksModule } from '../desks/desks.module.js';
import { BoardQueries } from './board-queries.js';
import { BoardResolver } from './board.resolver.js';

/** How the work of a desk goes: figures over the tables of reviewing. */
@Module({
  imports: [DesksModule],
  providers: [BoardQueries, BoardResolver],
})
export class BoardModule {}
