import { z } from 'zod';

interface About {
  /** What it does, for the table in README.md and `npm start -- --help`. */
  readonly description: string;
  /** What is allowed, to follow "must be". */
  readonly allowed: string;
  /** What holds where it is not set, as words; empty for nothing. */
  readonly fallback: string;
}

const setting = <Schema extends z.ZodType>(schema: Schema, about: About): Schema => schema.meta({ ...about });

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const isPostgresUrl = (text: string): boolean =>
  URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
const postgresUrl = z.string().refine(isPostgresUrl);
const isWebUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** All settings, by the name of the environment variable. Nothing else of Claimdesk reads the environment. */
export const SETTINGS = {
  DATABASE_URL: setting(postgresUrl.optional(), {
    description:
      'An existing Postgres (15 or newer) to use: the user that may create roles and tables. Without it Claimdesk runs a Postgres of its own.',
    allowed: 'an address such as postgres://user:password@host:5432/database',
    fallback: 'a Postgres of its own in DATA_DIR',
  }),
  APP_DATABASE_URL: setting(postgresUrl.optional(), {
    description:
      'How API and worker connect, as the role claimdesk_app. With this alone nothing is migrated at the start.',
    allowed: 'an address such as postgres://claimdesk_app:password@host:5432/database',
    fallback: 'derived from DATABASE_URL',
  }),
  SEALER_DATABASE_URL: setting(postgresUrl.optional(), {
    description:
      'How the sealer connects, as the role claimdesk_sealer: past any pooler that shares connections, since its lead hangs on its connection.',
    allowed: 'an address such as postgres://claimdesk_sealer:password@host:5432/database',
    fallback: 'derived from DATABASE_URL',
  }),
  DATA_DIR: setting(z.string().min(1).optional(), {
    description: "Folder of Claimdesk's own Postgres.",
    allowed: 'a folder',
    fallback: '.data in this folder; as root in a closed folder, one under /var/lib/claimdesk',
  }),
  ROLE: setting(z.enum(['all', 'api', 'worker', 'sealer']).default('all'), {
    description:
      'What this process does: serve the API, work on jobs, seal the audit log, or all of it. One alone needs a DATABASE_URL.',
    allowed: 'all, api, worker or sealer',
    fallback: 'all',
  }),
  PORT: setting(wholeNumber(0, 65_535).default(3000), {
    description: 'Port of the API; 0 takes a free one.',
    allowed: 'a whole number from 0 to 65535',
    fallback: '3000',
  }),
  HOST: setting(z.string().min(1).default('127.0.0.1'), {
    description: 'Address on which the API listens; 0.0.0.0 for all.',
    allowed: 'an address of this machine',
    fallback: '127.0.0.1',
  }),
  PUBLIC_URL: setting(z.string().refine(isWebUrl).optional(), {
    description: 'Where people reach Claimdesk. With https, cookies are sent over https only.',
    allowed: 'an address that begins with http:// or https://',
    fallback: 'http://localhost and the port',
  }),
  TRUST_PROXY: setting(
    z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(z.string().regex(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/)))
      .optional(),
    {
      description: 'Proxies whose X-Forwarded-For is believed.',
      allowed: 'IP addresses or networks, with commas between them, such as 10.0.0.1,192.168.0.0/16',
      fallback: 'none',
    },
  ),
  DB_POOL_SIZE: setting(wholeNumber(4, 500).default(20), {
    description: 'Connections to Postgres that this process opens at most.',
    allowed: 'a whole number from 4 to 500',
    fallback: '20',
  }),
  SESSION_HOURS: setting(wholeNumber(1, 720).default(12), {
    description: 'How long a sign-in lasts.',
    allowed: 'a whole number of hours from 1 to 720',
    fallback: '12',
  }),
  CHIEF_EMAIL: setting(z.email().default('chief@demo.example'), {
    description: 'E-mail address of the first account, made on the first start.',
    allowed: 'an e-mail address',
    fallback: 'chief@demo.example',
  }),
  SEEDS: setting(z.enum(['on', 'off']).default('on'), {
    description: 'Whether the example desks and claims are loaded at the start.',
    allowed: 'on or off',
    fallback: 'on',
  }),
  LOG_LEVEL: setting(z.enum(['error', 'warn', 'log', 'debug', 'verbose']).default('warn'), {
    description: 'The least important kind of message that is logged.',
    allowed: 'error, warn, log, debug or verbose',
    fallback: 'warn',
  }),
  LOG_FORMAT: setting(z.enum(['text', 'json']).default('text'), {
    description: 'Log lines for people or for programs.',
    allowed: 'text or json',
    fallback: 'text',
  }),
  METRICS_TOKEN: setting(
    z
      .string()
      .regex(/^[\x21-\x7e]{32,200}$/)
      .optional(),
    {
      description:
        'What a monitoring system sends as a bearer token to read /metrics. Chief editors can with an API token of the scope admin, too.',
      allowed: '32 to 200 characters without spaces',
      fallback: 'none',
    },
  ),
  HEALTH_PORT: setting(wholeNumber(0, 65_535).optional(), {
    description:
      'Port on which a process with ROLE=worker or ROLE=sealer answers /health and /metrics; 0 takes a free one. The others do on PORT.',
    allowed: 'a whole number from 0 to 65535',
    fallback: 'none: they listen on nothing',
  }),
  AUDIT_DIR: setting(z.string().min(1).optional(), {
    description:
      "Folder of the sealer's own: what it last signed, and its key. Keep it on a disk that outlives the process, and not in the backup of the database.",
    allowed: 'a folder',
    fallback: 'audit in the data folder; .data/audit in this folder where the database is another one',
  }),
  AUDIT_KEY: setting(
    z
      .string()
      .regex(/^(\s*PRIVATE\+KEY\+\S+){1,2}\s*$/)
      .optional(),
    {
      description: 'What signs the audit log. With two keys, the newest first, both sign: so a key is replaced.',
      allowed: 'one or two keys PRIVATE+KEY+NAME+ID+BASE64 of the same name, with white space between them',
      fallback: 'the file signing-key in AUDIT_DIR, made at the first start',
    },
  ),
  CHECKPOINT_DIR: setting(z.string().min(1).optional(), {
    description:
      'Folder to which each signed checkpoint also goes, as a file with its size for a name, and the newest one as latest.',
    allowed: 'a folder',
    fallback: 'checkpoints in AUDIT_DIR',
  }),
  WEBHOOK_ALLOW_PRIVATE: setting(z.enum(['on', 'off']).default('off'), {
    description:
      'Whether webhooks may go over http and to addresses inside a private network. With it, chief editors can reach whatever this machine can.',
    allowed: 'on or off',
    fallback: 'off',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(z.string().refine(isWebUrl).optional(), {
    description: 'Collector to which traces are sent, by OTLP over HTTP.',
    allowed: 'an address that begins with http:// or https://, without /v1/traces',
    fallback: 'none: nothing is traced',
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;

/** What is known of a setting besides its schema. */
export const about = (name: SettingName): About => SETTINGS[name].meta() as unknown as About;
