import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DesksModule } from '../desks/desks.module.js';
import { DeleteSavedView } from './delete-saved-view.js';
import { SaveView } from './save-view.js';
import { SavedViewEntity } from './saved-view.entity.js';
import { SavedViewQueries } from './saved-view-queries.js';
import { InboxFilterResolver, SavedViewMutationsResolver, ViewerViewsResolver } from './saved-views.resolver.js';
import { UpdateSavedView } from './update-saved-view.js';

/** Views of the inbox that people keep. */
@Module({
  imports: [TypeOrmModule.forFeature([SavedViewEntity]), DesksModule],
  providers: [
    SaveView,
    UpdateSavedView,
    DeleteSavedView,
    SavedViewQueries,
    ViewerViewsResolver,
    InboxFilterResolver,
    SavedViewMutationsResolver,
  ],
})
export class ViewsModule {}
