import { Args, Context, Int, Query, Resolver } from '@nestjs/graphql';
import { AuditEvent, AuditEventConnection } from '../audit/audit-event.type.js';
import { AuditLogQueries } from '../audit/audit-log-queries.js';
import { Checkpoint, toCheckpoint } from '../audit/checkpoint.type.js';
import type { LogFilter } from '../audit/log-filter.js';
import { checkpointOfSize, newestCheckpoint } from '../audit/sealed-checkpoint.js';
import { authorise, can } from '../auth/policy.js';
import { Database } from '../database/database.js';
import type { Connection } from '../graphql/connection.js';
import type { GraphQLContext } from '../graphql/context.js';
import { AuditLogArgs, type AuditLogFilter } from './audit-log.type.js';
import { inclusionProof } from './inclusion-proof.js';

/** The sealed log, to look through. */
@Resolver()
export class AuditLogResolver {
  constructor(
    private readonly database: Database,
    private readonly queries: AuditLogQueries,
  ) {}

  @Query(() => AuditEventConnection, {
    description:
      'The sealed audit log of all desks, the newest events first. Private fields are in `changes` for those who may read them in an export.',
  })
  async auditLog(@Context() { caller }: GraphQLContext, @Args() args: AuditLogArgs): Promise<Connection<AuditEvent>> {
    authorise(caller.actor, 'audit.export');
    const sealed = (await newestCheckpoint(this.database))?.size ?? 0;
    const size = args.from == null ? sealed : Math.min(sealed, args.from + 1);
    const withPrivate = can(caller.actor, 'audit.private');
    return this.queries.page(filterOf(args.filter ?? {}), args, { size, withPrivate });
  }

  @Query(() => Checkpoint, {
    nullable: true,
    description: 'The newest signed state of the audit log; null while nothing is sealed.',
  })
  async checkpoint(): Promise<Checkpoint | null> {
    const newest = await newestCheckpoint(this.database);
    return newest === null ? null : toCheckpoint(newest);
  }

  @Query(() => String, {
    nullable: true,
    description:
      'Proves that the log holds the event at this index: a C2SP tlog-proof with the checkpoint, to be verified with the log’s key and the event’s leaf. Null where the index, or the size, is none of the log.',
  })
  async inclusionProof(
    @Context() { caller }: GraphQLContext,
    @Args('index', { type: () => Int, description: 'Place of the event in the log, from 0.' }) index: number,
    @Args('size', {
      type: () => Int,
      nullable: true,
      description: 'Size of the checkpoint to prove it for; the newest one’s where it is left out.',
    })
    size?: number | null,
  ): Promise<string | null> {
    authorise(caller.actor, 'audit.export');
    const checkpoint = await (size == null ? newestCheckpoint(this.database) : checkpointOfSize(this.database, size));
    if (checkpoint === null || index < 0 || index >= checkpoint.size) return null;
    return inclusionProof(this.database, index, checkpoint);
  }
}

function filterOf({ stream, deskId, actor, types, writtenFrom, writtenBefore }: AuditLogFilter): LogFilter {
  return {
    ...(stream != null && { stream }),
    ...(deskId != null && { desk: deskId }),
    ...(actor != null && { actor }),
    ...(types != null && { type: types }),
    ...(writtenFrom != null && { after: writtenFrom }),
    ...(writtenBefore != null && { before: writtenBefore }),
  };
}
