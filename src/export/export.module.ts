import { Module } from '@nestjs/common';
import { AuditLogController } from './audit-log.controller.js';
import { ExportSlots } from './export-slots.js';
import { LogTilesController } from './log-tiles.controller.js';

/** The sealed log for those outside: the export, its tiles and its checkpoint. */
@Module({ controllers: [AuditLogController, LogTilesController], providers: [ExportSlots] })
export class ExportModule {}
