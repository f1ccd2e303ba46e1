import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Context, makeServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { AUTH_SETTINGS, type AuthSettings } from '../../auth/settings.js';
import { Database } from '../../database/database.js';
import { isDatabaseUnavailable } from '../../database/unavailable.js';
import { publicErrors } from '../../graphql/error-formatter.js';
import { logBug } from '../../graphql/public-error.js';
import { liveConnections } from '../../telemetry/instruments.js';
import { SharedLoaders } from '../shared-loaders.js';
import { beginSubscription, type RunningSubscription } from './begin-subscription.js';
import { Doorkeeper } from './doorkeeper.js';
import { INIT_TIMEOUT_MS, MAX_CONNECTIONS, MAX_STRANGERS, STOP_GRACE_MS } from './limits.js';
import { CloseCode, LiveConnection } from './live-connection.js';

type LiveContext = Context<Record<string, unknown>, LiveConnection>;

/** Subscriptions over WebSockets, by the protocol graphql-transport-ws. */
@Injectable()
export class LiveServer implements OnModuleDestroy {
  private readonly connections = new Set<LiveConnection>();
  private readonly doorkeeper: Doorkeeper;
  private readonly loaders = new SharedLoaders();

  constructor(
    database: Database,
    private readonly modules: ModuleRef,
    @Inject(AUTH_SETTINGS) settings: AuthSettings,
  ) {
    this.doorkeeper = new Doorkeeper(database, settings.publicUrl, this.connections);
  }

  private readonly server = makeServer<Record<string, unknown>, LiveConnection>({
    connectionInitWaitTimeout: INIT_TIMEOUT_MS,
    onConnect: ({ extra, connectionParams }) => this.doorkeeper.admit(extra, connectionParams),
    onSubscribe: ({ extra, subscriptions }, _id, payload) =>
      beginSubscription(
        this.modules.get(GraphQLSchemaHost, { strict: false }).schema,
        extra,
        payload,
        subscriptions,
        this.loaders,
      ),
    subscribe: (args) => (args as RunningSubscription).messages,
    onNext: (context, _id, _payload, _args, result) =>
      result.errors === undefined ? undefined : { ...result, errors: this.tell(context, result.errors, true) },
    onError: (context, _id, _payload, errors) => this.tell(context, errors, false),
  });

  /** Serves a WebSocket that was opened. */
  accept(socket: WebSocket, request: FastifyRequest): void {
    const connection = new LiveConnection(socket, request, () => void this.doorkeeper.checkAgain(connection));
    this.connections.add(connection);
    liveConnections.inc();
    const closed = this.server.opened(
      {
        protocol: socket.protocol,
        send: (data) => connection.send(data),
        close: (code = CloseCode.BUG, reason = '') => connection.close(code, reason),
        onMessage: (listener) =>
          socket.on('message', (data: Buffer) => {
            listener(data.toString()).catch((error: unknown) => this.fail(connection, error));
          }),
      },
      connection,
    );
    socket.once('close', (code: number, reason: Buffer) => {
      this.connections.delete(connection);
      liveConnections.dec();
      Promise.resolve(closed(code, reason.toString())).catch((error: unknown) => logBug(error, request.id));
    });
    const strangers = [...this.connections].filter(({ caller }) => caller === null);
    if (this.connections.size > MAX_CONNECTIONS || strangers.length > MAX_STRANGERS) {
      connection.close(CloseCode.TRY_AGAIN_LATER, 'Too many connections here. Try again later.');
    }
  }

  /** Clients connect again, to a process that goes on, and miss nothing. */
  async onModuleDestroy(): Promise<void> {
    const all = [...this.connections];
    if (all.length === 0) return;
    for (const connection of all) connection.close(CloseCode.GOING_AWAY, 'Claimdesk is stopping. Connect again.');
    for (const end = Date.now() + STOP_GRACE_MS; this.connections.size > 0 && Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const connection of this.connections) connection.terminate();
  }

  /**
   * @returns errors as a client may know them. Where the database could not be reached, the connection is closed
   *   before they are sent: the client comes back with the cursor that it has, and is told what it would have missed
   */
  private tell({ extra }: LiveContext, errors: readonly GraphQLError[], ran: boolean): GraphQLFormattedError[] {
    const told = publicErrors(errors, ran, extra.request.id);
    if (told.some(({ extensions }) => extensions?.['code'] === 'OVERLOADED')) this.putOff(extra);
    return told;
  }

  private fail(connection: LiveConnection, error: unknown): void {
    if (isDatabaseUnavailable(error)) return this.putOff(connection);
    logBug(error, connection.request.id);
    connection.close(
      CloseCode.BUG,
      `Something went wrong on our side. Request id: ${connection.request.id}`.slice(0, 120),
    );
  }

  private putOff(connection: LiveConnection): void {
    connection.close(CloseCode.TRY_AGAIN_LATER, 'Claimdesk is too busy. Nothing is lost: connect again.');
  }
}
