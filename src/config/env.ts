import { z } from 'zod';
import { about, type SettingName, SETTINGS } from './settings.js';

const schema = z.object(SETTINGS);
export type Env = Readonly<z.infer<typeof schema>>;

/** Names that must not be shown, because their values hold passwords. */
const SECRET: readonly SettingName[] = ['DATABASE_URL', 'APP_DATABASE_URL'];

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
    (Object.keys(SETTINGS) as SettingName[]).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    const names = new Set(result.error.issues.map((issue) => issue.path[0] as SettingName));
    throw new SettingsError([...names].map((name) => `${name} ${shown(name, given[name])}; it must be ${about(name).allowed}.`));
  }
  const env = result.data;
  if (env.ROLE !== 'all' && env.DATABASE_URL === undefined && env.APP_DATABASE_URL === undefined) {
    throw new SettingsError([`ROLE is "${env.ROLE}", and DATABASE_URL is not set; a part of Claimdesk alone needs a DATABASE_URL that all parts share.`]);
  }
  return env;
}

const shown = (name: SettingName, value: string | undefined): string =>
  SECRET.includes(name) ? 'has a value that cannot be used' : `is "${value}"`;

/** @returns the settings as a table for a terminal, one to a paragraph */
export const settingsHelp = (): string =>
  (Object.keys(SETTINGS) as SettingName[])
    .map((name) => {
      const { description, allowed, fallback } = about(name);
      return `  ${name}\n      ${description}\n      Allowed: ${allowed}. Default: ${fallback}.`;
    })
    .join('\n');
