import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectDir } from '../src/kernel/project-dir.js';
import { EVENT_TABLES } from '../src/webhooks/event-types.js';
import { RETRY_DELAYS_MS } from '../src/webhooks/retry-schedule.js';
import { DeskApp, type Person } from './desk-app.js';
import { createWebhook, EVENT_TYPES } from './webhook-receiver.js';

let app: DeskApp;
let chief: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  chief = await app.person('CHIEF_EDITOR');
});
afterAll(() => app.stop());

describe('webhookEventTypes', () => {
  it('are those that the database lets happen', async () => {
    const { answer } = await chief.data(EVENT_TYPES);
    const happening = await app.sql<{ type: string }>(
      `WITH audited AS (
         SELECT DISTINCT tgrelid AS oid, tgrelid::regclass::text AS name FROM pg_trigger
         WHERE tgfoid = 'audit.capture'::regproc),
       erasing AS (SELECT prosrc FROM pg_proc WHERE proname IN ('erase_claim', 'erase_user'))
       SELECT name || '.' || happened AS type FROM audited, LATERAL (VALUES
         ('created', has_table_privilege('claimdesk_app', oid, 'INSERT')),
         ('updated', has_any_column_privilege('claimdesk_app', oid, 'UPDATE')
           OR EXISTS (SELECT FROM erasing WHERE prosrc ~ ('UPDATE public\\.' || name || '\\M'))),
         ('deleted', has_table_privilege('claimdesk_app', oid, 'DELETE')
           OR EXISTS (SELECT FROM erasing WHERE prosrc ~ ('DELETE FROM public\\.' || name || '\\M'))),
         ('erased', EXISTS (SELECT FROM erasing WHERE prosrc ~ ('audit\\.erase\\([^)]*''' || name || '''')))
       ) h (happened, is_so) WHERE is_so`,
    );
    expect(answer.map(({ type }: any) => type).toSorted()).toEqual(
      [...happening.map(({ type }) => type), 'log.adopt', 'log.key'].toSorted(),
    );
    expect(answer).toContainEqual({ type: 'desk.updated', subject: 'desk', about: 'desks and their policy' });
    const url = 'https://receiver.example/';
    await createWebhook(chief, { url, eventTypes: answer.map(({ type }: any) => type) }); // one may ask for all of them
  });
});

describe('docs/webhooks.md', () => {
  const read = () => readFile(path.join(projectDir, 'docs/webhooks.md'), 'utf8');

  it('lists the tables that are audited, as the code and the triggers have them', async () => {
    const rows = [...(await read()).matchAll(/^\| `(\w+)\.…` \| (.+) \|$/gm)].map(([, table, about]) => [table, about]);
    const coded = Object.entries(EVENT_TABLES).map(([table, { about }]) => [table, about]);
    expect(rows).toEqual(coded);
    const audited = await app.sql<{ name: string }>(
      `SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgfoid = 'audit.capture'::regproc ORDER BY 1`,
    );
    expect(Object.keys(EVENT_TABLES).toSorted()).toEqual(audited.map(({ name }) => name));
  });

  it('has the retry schedule as the code has it', async () => {
    const row = /^\| pause before it \| – \| (.+) \|$/m.exec(await read())![1]!.split(' | ');
    const ms = (text: string) =>
      [...text.matchAll(/(\d+) (h|min|s)/g)].reduce(
        (sum, [, n, unit]) => sum + Number(n) * { h: 3_600_000, min: 60_000, s: 1000 }[unit as 'h'],
        0,
      );
    expect(row.map(ms)).toEqual(RETRY_DELAYS_MS);
  });
});
