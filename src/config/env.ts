import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { about, type SettingName, SETTINGS } from './settings.js';

const schema = z.object(SETTINGS);
export type Env = Readonly<z.infer<typeof schema>>;

/**
 * Settings whose values must not be shown. Each can also be named by its file, as containers hand over secrets:
 * DATABASE_URL_FILE=/run/secrets/database-url.
 */
export const SECRETS: readonly SettingName[] = [
  'DATABASE_URL',
  'APP_DATABASE_URL',
  'SEALER_DATABASE_URL',
  'METRICS_TOKEN',
  'AUDIT_KEY',
];

/** A setting is wrong. The message names each: what is wrong with the value and what is allowed. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(`Claimdesk cannot start with these settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/**
 * @param environment usually process.env; a variable that is set to the empty text counts as not set
 * @throws SettingsError
 */
export function readEnv(environment: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(
    (Object.keys(SETTINGS) as SettingName[]).map((name) => [name, valueOf(name, environment)]),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    const names = new Set(result.error.issues.map((issue) => issue.path[0] as SettingName));
    throw new SettingsError(
      [...names].map((name) => `${name} ${shown(name, given[name])}; it must be ${about(name).allowed}.`),
    );
  }
  const env = result.data;
  if (env.ROLE !== 'all' && env.DATABASE_URL === undefined && env.APP_DATABASE_URL === undefined) {
    throw new SettingsError([
      `ROLE is "${env.ROLE}", and DATABASE_URL is not set; a part of Claimdesk alone needs a DATABASE_URL that all parts share.`,
    ]);
  }
  return env;
}

function valueOf(name: SettingName, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const value = environment[name] || undefined;
  const file = SECRETS.includes(name) ? environment[`${name}_FILE`] || undefined : undefined;
  if (file === undefined) return value;
  if (value !== undefined) throw new SettingsError([`${name} and ${name}_FILE are both set; set one of them.`]);
  let content: string;
  try {
    content = readFileSync(file, 'utf8').trim(); // editors and `echo` end a file with a new line, which no secret holds
  } catch (error) {
    throw new SettingsError([`${name}_FILE is "${file}", which cannot be read: ${(error as Error).message}.`]);
  }
  // Not taken for "not set": then Claimdesk would start on a database of its own
  if (content === '') throw new SettingsError([`${name}_FILE is "${file}", which is empty.`]);
  return content;
}

const shown = (name: SettingName, value: string | undefined): string =>
  SECRETS.includes(name) ? 'has a value that cannot be used' : `is "${value}"`;

/** @returns the settings as a table for a terminal, one to a paragraph */
export const settingsHelp = (): string =>
  (Object.keys(SETTINGS) as SettingName[])
    .map((name) => {
      const { description, allowed, fallback } = about(name);
      return `  ${name}\n      ${description}\n      Allowed: ${allowed}. Default: ${fallback}.`;
    })
    .join('\n');
