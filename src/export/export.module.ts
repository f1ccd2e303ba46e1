import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLogResolver } from './audit-log.resolver.js';
import { ExportSlots } from './export-slots.js';
import { LogTilesController } from './log-tiles.controller.js';

/** The sealed log for those outside: the export, its tiles and its checkpoint. */
@Module({
  imports: [AuditModule],
  controllers: [AuditLogController, LogTilesController],
  providers: [ExportSlots, AuditLogResolver],
})
export class ExportModule {}
