import { Module } from '@nestjs/common';
import { AuditLogQueries } from './audit-log-queries.js';
import { AuditQueries } from './audit-queries.js';

@Module({ providers: [AuditQueries, AuditLogQueries], exports: [AuditQueries, AuditLogQueries] })
export class AuditModule {}
