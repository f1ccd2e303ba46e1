import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LoadSeeds } from '../seeds/load.js';
import type { AppOptions } from './app.module.js';
import { openBelongings } from './audit/open-belongings.js';
import type { SealerSettings } from './audit/sealer-runner.js';
import { type Env, readEnv, SettingsError, settingsHelp } from './config/env.js';
import { createApi, createLogger, createServer, createWorker } from './create-app.js';
import { type OpenDatabase, openDatabase, sealerUrlOf } from './database/open-database.js';
import { isDatabaseUnavailable } from './database/unavailable.js';
import { ensureAccounts } from './first-start.js';
import type { StructuredLogger } from './telemetry/logger.js';
import { startTracing } from './telemetry/tracing.js';

/** A stop that hangs longer is ended by force; what was committed stays committed. */
const STOP_LIMIT_MS = 20_000;

/** Says something to whoever started Claimdesk: a line on the terminal, or one of the log where that is for programs. */
let say = (line: string): void => console.log(line);

function sayInto(logger: StructuredLogger): void {
  say = (line) => {
    if (line.trim() !== '') logger.announce(line.trim());
  };
}

const does = (env: Env, role: Env['ROLE']): boolean => env.ROLE === 'all' || env.ROLE === role;

const optionsOf = (env: Env, databaseUrl: string, sealer: SealerSettings | undefined): AppOptions => ({
  databaseUrl,
  poolSize: env.DB_POOL_SIZE,
  api: does(env, 'api'),
  worker: does(env, 'worker'),
  sealer,
  auth: { sessionHours: env.SESSION_HOURS, publicUrl: publicUrl(env) },
  metricsToken: env.METRICS_TOKEN,
  webhookAllowPrivate: env.WEBHOOK_ALLOW_PRIVATE === 'on',
});

const publicUrl = (env: Env): string => env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;

/** @returns undefined where this process seals nothing */
async function sealerOf(env: Env, { sealerUrl, dataDir }: OpenDatabase): Promise<SealerSettings | undefined> {
  if (!does(env, 'sealer')) return undefined;
  if (sealerUrl === null) {
    say('Seals nothing: no SEALER_DATABASE_URL is set. Another process must seal the audit log (ROLE=sealer).');
    return undefined;
  }
  const own = await openBelongings(env, dataDir, say);
  return { url: sealerUrl, own, isAlone: env.ROLE === 'sealer' };
}

/** Makes the application, without starting it, so that seeds are there before jobs run. */
async function create(env: Env, options: AppOptions, logger: StructuredLogger): Promise<INestApplicationContext> {
  const http = { publicUrl: publicUrl(env), trustProxy: env.TRUST_PROXY ?? (false as const) };
  if (options.api) return createApi(options, http, logger);
  return env.HEALTH_PORT === undefined ? createWorker(options, logger) : createServer(options, http, logger);
}

/** @returns the port that was taken */
async function listen(app: INestApplicationContext, port: number, host: string): Promise<number> {
  const server = app as NestFastifyApplication;
  await server.listen(port, host);
  return (server.getHttpServer().address() as { port: number }).port;
}

/** Starts a process that serves no API: it tells its health where it is told to. */
async function listenForHealth(app: INestApplicationContext, env: Env): Promise<void> {
  if (env.HEALTH_PORT === undefined) await app.init();
  else say(`Health is told at http://localhost:${await listen(app, env.HEALTH_PORT, env.HOST)}/health/ready`);
}

async function start(env: Env, database: OpenDatabase, logger: StructuredLogger): Promise<INestApplicationContext> {
  const sealer = await sealerOf(env, database);
  const app = await create(env, optionsOf(env, database.appUrl, sealer), logger);
  const auditKeys = (sealer?.own.keys ?? []).map(({ verifierKey }) => verifierKey).join(' and ');
  try {
    if (env.ROLE === 'sealer') {
      await listenForHealth(app, env);
      say(`Audit key ${auditKeys}`);
      say('Claimdesk seals the audit log. Ctrl-C stops it.');
      return app;
    }
    const signIn = await ensureAccounts(app, env.CHIEF_EMAIL, database.dataDir);
    if (env.SEEDS === 'on') {
      const { claims, newClaims } = await app.get(LoadSeeds).run();
      if (newClaims > 0) say(`Loaded ${newClaims} of ${claims} example claims.`);
    }
    if (env.ROLE === 'worker') {
      await listenForHealth(app, env);
      say('Claimdesk works on jobs. Ctrl-C stops it.');
      return app;
    }
    const port = await listen(app, env.PORT, env.HOST);
    const base = env.PUBLIC_URL ?? `http://localhost:${port}`;
    say('');
    say(`Claimdesk is ready at ${base}`);
    say(`  GraphQL   ${base}/graphql, to try out at ${base}/graphiql`);
    say(`  Queues    ${base}/admin/queues`);
    if (auditKeys !== '') say(`  Audit key ${auditKeys}`);
    say('Sign in:');
    for (const line of signIn) say(line);
    say('Ctrl-C stops it; nothing is lost.');
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function main(): Promise<void> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    say(`Usage: npm start\n\nStarts Claimdesk. Settings are environment variables:\n\n${settingsHelp()}`);
    return;
  }
  let app: INestApplicationContext | undefined;
  let database: OpenDatabase | undefined;
  let stopTracing: (() => Promise<void>) | undefined;
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    say(`\nStopping on ${signal} …`);
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await running.catch(() => undefined); // a start that is under way comes to its end first
    await app?.close();
    await stopTracing?.().catch(() => undefined); // a collector that is gone keeps nobody here
    await database?.stop(); // last: the application needs it until its own end
    say('Stopped.');
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('Ctrl-C'));

  let logger: StructuredLogger | undefined;
  const running = (async () => {
    const env = readEnv(process.env);
    const log = (logger = createLogger(env.LOG_LEVEL, env.LOG_FORMAT === 'json', { role: env.ROLE }));
    if (env.LOG_FORMAT === 'json') sayInto(log);
    // Only looks on: node ends the process, as it would anyway
    process.on('uncaughtExceptionMonitor', (error) => log.fatal('Claimdesk ends: nobody handled an error.', error));
    const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT;
    if (endpoint !== undefined) stopTracing = await startTracing(endpoint, { 'claimdesk.role': env.ROLE });
    if (env.ROLE === 'sealer' && sealerUrlOf(env) === null) {
      throw new SettingsError(['ROLE is "sealer", and there is no way for it to connect. Set SEALER_DATABASE_URL.']);
    }
    database = await openDatabase(env, say);
    app = await start(env, database, log);
  })();
  try {
    await running;
  } catch (error) {
    if (stopping) return;
    tellFailure(error, logger);
    await database?.stop();
    process.exit(1);
  }
}

/** What a person can mend is told as its sentence; anything else is a bug, and its stack says where. */
function tellFailure(error: unknown, logger: StructuredLogger | undefined): void {
  const { message, stack = String(error) } = error as Error;
  if (logger?.isJson) logger.fatal(`Claimdesk did not start: ${message}`, ...(isExpected(error) ? [] : [error]));
  else console.error(`\n${isExpected(error) ? message : stack}`);
}

/** Our own errors of the start, which are plain Errors, and those of the network. */
const isExpected = (error: unknown): boolean => {
  const { name, code } = error as { name?: string; code?: string };
  return (
    Object.getPrototypeOf(error) === Error.prototype ||
    ['SettingsError', 'MissingDatabaseRightsError', 'DataFolderInUseError'].includes(name ?? '') ||
    ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', '28P01', '3D000'].includes(code ?? '') ||
    isDatabaseUnavailable(error)
  );
};

await main();
