import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LoadSeeds } from '../seeds/load.js';
import type { AppOptions } from './app.module.js';
import { type Env, readEnv, settingsHelp } from './config/env.js';
import { createApi, createLogger, createWorker } from './create-app.js';
import { type OpenDatabase, openDatabase } from './database/open-database.js';
import { ensureAccounts } from './first-start.js';

/** A stop that hangs longer is ended by force; what was committed stays committed. */
const STOP_LIMIT_MS = 20_000;

const say = (line: string): void => console.log(line);

const optionsOf = (env: Env, databaseUrl: string): AppOptions => ({
  databaseUrl,
  poolSize: env.DB_POOL_SIZE,
  api: env.ROLE !== 'worker',
  worker: env.ROLE !== 'api',
  auth: { sessionHours: env.SESSION_HOURS, publicUrl: publicUrl(env) },
});

const publicUrl = (env: Env): string => env.PUBLIC_URL ?? `http://localhost:${env.PORT}`;

/** Makes the application, without starting it, so that seeds are there before jobs run. */
async function create(env: Env, database: OpenDatabase): Promise<INestApplicationContext> {
  const options = optionsOf(env, database.appUrl);
  const logger = createLogger(env.LOG_LEVEL, env.LOG_FORMAT === 'json');
  if (env.ROLE === 'worker') return createWorker(options, logger);
  const http = { publicUrl: publicUrl(env), trustProxy: env.TRUST_PROXY ?? (false as const) };
  return createApi(options, http, logger);
}

async function start(env: Env, database: OpenDatabase): Promise<INestApplicationContext> {
  const app = await create(env, database);
  try {
    const signIn = await ensureAccounts(app, env.CHIEF_EMAIL, database.dataDir);
    if (env.SEEDS === 'on') {
      const { claims, newClaims } = await app.get(LoadSeeds).run();
      if (newClaims > 0) say(`Loaded ${newClaims} of ${claims} example claims.`);
    }
    if (env.ROLE === 'worker') {
      await app.init();
      say('Claimdesk works on jobs. Ctrl-C stops it.');
      return app;
    }
    const api = app as NestFastifyApplication;
    await api.listen(env.PORT, env.HOST);
    const address = api.getHttpServer().address() as { port: number };
    const base = env.PUBLIC_URL ?? `http://localhost:${address.port}`;
    say('');
    say(`Claimdesk is ready at ${base}`);
    say(`  GraphQL   ${base}/graphql, to try out at ${base}/graphiql`);
    say(`  Queues    ${base}/admin/queues`);
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
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    say(`\nStopping on ${signal} …`);
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await running.catch(() => undefined); // a start that is under way comes to its end first
    await app?.close();
    await database?.stop(); // last: the application needs it until its own end
    say('Stopped.');
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('Ctrl-C'));

  const running = (async () => {
    const env = readEnv(process.env);
    database = await openDatabase(env, say);
    app = await start(env, database);
  })();
  try {
    await running;
  } catch (error) {
    if (stopping) return;
    console.error(`\n${isExpected(error) ? (error as Error).message : ((error as Error).stack ?? String(error))}`);
    await database?.stop();
    process.exit(1);
  }
}

/**
 * What a person can mend is told as its sentence: our own errors of the start, which are plain Errors, and those of
 * the network. Anything else is a bug, and its stack says where.
 */
const isExpected = (error: unknown): boolean => {
  const { name, code } = error as { name?: string; code?: string };
  return (
    Object.getPrototypeOf(error) === Error.prototype ||
    ['SettingsError', 'MissingDatabaseRightsError', 'DataFolderInUseError'].includes(name ?? '') ||
    ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ECONNREFUSED', 'ENOTFOUND', '28P01', '3D000'].includes(code ?? '')
  );
};

await main();
