import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Person } from '../desk-app.js';
import { caughtUp, createWebhook, look, oneEvent, Receiver, recorded, verified } from '../webhook-receiver.js';
import { DESKTOP, type Editor, isTooWide, PHONE, press, seriousFindings, Stage } from './stage.js';

let stage: Stage;
let mara: Editor;
/** The same rights, over the API. */
let chief: Person;
let receiver: Receiver;
beforeAll(async () => {
  stage = await Stage.start({ worker: true, webhookAllowPrivate: true });
  mara = await stage.editor('Mara Kovač', ['CHIEF_EDITOR']);
  chief = await stage.app.person('CHIEF_EDITOR');
  await stage.app.desk('diplomacy', { name: 'Diplomacy' });
  await stage.app.seal();
}, 60_000);
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(async () => {
  await stage.end();
  await stage.app.sql('DELETE FROM webhook_endpoint');
  await receiver.stop();
});
afterAll(() => stage?.stop());

const onDesks = () => createWebhook(chief, { url: receiver.url, eventTypes: ['desk.created'] });
const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
const dialog = (page: Page) => page.getByRole('dialog');
const deliveries = (page: Page) => page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem');
const status = (page: Page) => page.getByRole('region', { name: 'Webhook' }).getByRole('status');
/** What the dialog shows this once. */
const secretOf = (page: Page): Promise<string> => dialog(page).getByLabel('Secret', { exact: true }).inputValue();
/** All that this browser keeps of the page, and its address. */
const kept = (page: Page): Promise<string> =>
  page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href, history.state]),
  );

const LOOKS: readonly [string, BrowserContextOptions][] = [
  ['by day', { ...DESKTOP, colorScheme: 'light' }],
  ['by night', { ...DESKTOP, colorScheme: 'dark' }],
  ['on a phone', { ...PHONE, colorScheme: 'light' }],
];
it.each(LOOKS)(
  'the list, the form, a secret, a webhook and what is asked %s have no serious finding of axe',
  async (_look, options) => {
    receiver.reply = ({ json }) => (json.type === 'webhook.test' ? {} : { status: 500, body: 'Out of order.' });
    const { id } = await onDesks();
    await oneEvent(stage.app);
    await recorded(stage.app, chief, id, 1);
    const page = await stage.open(mara, '/admin/webhooks', options);
    const check = async (what: string) => {
      expect([what, await seriousFindings(page)]).toEqual([what, []]);
      expect([what, await isTooWide(page)]).toEqual([what, false]);
    };
    await page.getByText(/^Failing since/).waitFor();
    await check('the list');
    await button(page, 'New webhook').click();
    await dialog(page).getByText('Only these').click();
    await dialog(page)
      .getByRole('group', { name: /^sign_off / })
      .waitFor();
    await button(dialog(page), 'Make the webhook').click();
    await page.getByText('Give the address to send to.').waitFor();
    await check('the form');
    await dialog(page).getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await dialog(page).getByText('All events').click();
    await button(dialog(page), 'Make the webhook').click();
    await page.getByText('It is shown this once.').waitFor();
    await press(page, 'Escape');
    await page.getByText('Leave without it?').waitFor();
    await check('a secret');
    await button(dialog(page), 'Leave').click();
    await page.goto(`/admin/webhooks/${id}`);
    await button(page, 'Send a test message').click();
    await page.getByText('The test message arrived').waitFor();
    await deliveries(page)
      .getByRole('link', { name: /^Failed/ })
      .click();
    await page.getByText('Out of order.').waitFor();
    await check('a webhook');
    for (const name of ['Edit', 'Go on from an event', 'New secret', 'Delete']) {
      await button(page, name).click();
      await dialog(page).waitFor();
      await check(name);
      await press(page, 'Escape');
      await dialog(page).waitFor({ state: 'detached' });
    }
  },
  60_000,
);

describe('a new webhook', () => {
  it('gets what was chosen; its secret is shown once, verifies, and is kept nowhere', async () => {
    const page = await stage.open(mara, '/admin/webhooks');
    await page.getByText('Nobody is told anything yet').waitFor();
    await button(page, 'New webhook').first().click();
    await dialog(page).getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await dialog(page).getByLabel('What it is for').fill('The public website');
    await dialog(page).getByRole('button', { name: /Desk/ }).click();
    await page.getByRole('option', { name: 'Diplomacy' }).click();
    await dialog(page).getByText('Only these').click();
    await dialog(page)
      .getByRole('group', { name: /^desk / })
      .getByText('updated')
      .click();
    await dialog(page).getByRole('textbox', { name: 'Other types' }).fill('claim.decided');
    await button(dialog(page), 'Make the webhook').click();
    await page.getByText('"claim.decided" is no type of event.').waitFor();
    await dialog(page).getByRole('textbox', { name: 'Other types' }).fill('log.key, desk.created');
    await button(dialog(page), 'Make the webhook').click();
    await page.getByText('It is shown this once.').waitFor();
    const secret = await secretOf(page);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await kept(page)).not.toContain(secret);
    await button(dialog(page), 'I have stored it').click();
    await page.getByRole('link', { name: /The public website/ }).click();
    await page.getByText('desk.updated').waitFor();
    const [{ id, types }] = await stage.app.sql('SELECT id, event_types AS types FROM webhook_endpoint');
    expect(types).toEqual(['desk.updated', 'log.key', 'desk.created']);
    expect(await page.content()).not.toContain(secret.slice(6));

    await button(page, 'Send a test message').click();
    await page.getByText('The test message arrived').waitFor();
    const [test] = receiver.received;
    expect(verified(secret, test!)).toMatchObject({ type: 'webhook.test', data: { webhookId: id } });
    await deliveries(page).getByText('webhook.test').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/admin/webhooks/${id}`);
  });

  it('is not lost by Escape, by Back or by loading again while its secret is shown', async () => {
    const page = await stage.open(mara, '/claims');
    await page.goto('/admin/webhooks');
    await button(page, 'New webhook').first().click();
    await dialog(page).getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await button(dialog(page), 'Make the webhook').click();
    const secret = await secretOf(page);
    for (const leave of [
      () => press(page, 'Escape'),
      () => page.goBack(),
      () => button(dialog(page), 'Close').click(),
    ]) {
      await leave();
      await page.getByText('Leave without it?').waitFor();
      expect(await secretOf(page)).toBe(secret);
      await button(dialog(page), 'Back to it').click();
    }
    const asked = new Promise<string>((resolve) =>
      page.once('dialog', (question) => {
        resolve(question.type());
        void question.dismiss();
      }),
    );
    await page.evaluate(() => location.reload());
    expect(await asked).toBe('beforeunload');
    expect(await secretOf(page)).toBe(secret);
    await button(dialog(page), 'I have stored it').click();
    await dialog(page).waitFor({ state: 'detached' });
    await page.getByRole('list', { name: 'Webhooks' }).getByRole('link').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Claims' }).waitFor(); // no step is left behind
  });

  it('keeps what was typed over a refusal, a lost connection, an ended session and a reload', async () => {
    const page = await stage.open(mara, '/admin/webhooks');
    await button(page, 'New webhook').first().click();
    const address = dialog(page).getByRole('textbox', { name: 'Address' });
    await address.fill('nonsense');
    await dialog(page).getByLabel('What it is for').fill('The archive');
    await button(dialog(page), 'Make the webhook').click();
    await page.getByText('This is no address.').waitFor();
    await address.fill(receiver.url);
    await page.route('**/graphql', (route) => route.abort());
    await button(dialog(page), 'Make the webhook').click();
    await page.getByText('so it may have been made or not').waitFor();
    await page.unroute('**/graphql');
    await page.reload();
    await button(page, 'New webhook').first().click();
    expect(await address.inputValue()).toBe(receiver.url);
    expect(await dialog(page).getByLabel('What it is for').inputValue()).toBe('The archive');
    await stage.app.sql('DELETE FROM session');
    await button(dialog(page), 'Make the webhook').click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await page.getByLabel('Password').fill(mara.password);
    await button(page, 'Sign in').click();
    await page.getByText('It is shown this once.').waitFor();
    await button(dialog(page), 'I have stored it').click();
    expect(await stage.app.sql('SELECT description FROM webhook_endpoint')).toEqual([{ description: 'The archive' }]);
    stage.forgive(/ERR_FAILED|401/);
  });
});

describe('a webhook', () => {
  const open = async (id: string, query = ''): Promise<Page> => stage.open(mara, `/admin/webhooks/${id}${query}`);

  it('whose receiver fails says so, with each attempt and what was answered', async () => {
    receiver.reply = () => ({ status: 503, body: 'Come back on Monday.' });
    const { id } = await onDesks();
    const index = await oneEvent(stage.app);
    await recorded(stage.app, chief, id, 1);
    const page = await open(id);
    await status(page)
      .getByText(/^Failing since/)
      .waitFor();
    await status(page).getByText('1 attempt at the message failed').waitFor();
    await deliveries(page)
      .getByRole('link', { name: /^Failed desk\.created attempt 1.*HTTP 503/ })
      .click();
    await page.getByText('Come back on Monday.').waitFor();
    expect(new URL(page.url()).searchParams.get('delivery')).not.toBeNull();
    await page.getByRole('button', { name: /Outcome/ }).click();
    await page.getByRole('option', { name: 'Delivered' }).click();
    await page.getByText('None ended so').waitFor();
    expect(new URL(page.url()).search).toBe('?outcome=DELIVERED');
    await button(page, 'Show all deliveries').click();
    await deliveries(page)
      .getByRole('link', { name: `Entry ${index} in the audit log` })
      .click();
    await page.waitForURL(`**/audit?at=${index}`);
    await page.getByText('Proven').waitFor();
  });

  it('gets one message again, also by keys', async () => {
    const { id } = await onDesks();
    await oneEvent(stage.app);
    await caughtUp(stage.app, id);
    const page = await open(id);
    await deliveries(page).first().waitFor();
    await press(page, 'j', 'Enter');
    await button(page, 'Send this message again').focus();
    await press(page, 'Enter');
    const [first, again] = await receiver.arrived(2);
    expect([again!.id, again!.body]).toEqual([first!.id, first!.body]);
    await deliveries(page)
      .getByRole('link', { name: /^Delivered desk\.created repeat/ })
      .waitFor();
  });

  it('goes on from an event, once it was said what that sends again; the log has who did it', async () => {
    const { id } = await onDesks();
    const indexes = [await oneEvent(stage.app), await oneEvent(stage.app), await oneEvent(stage.app)];
    await caughtUp(stage.app, id);
    const { nextIndex } = await look(chief, id);
    const page = await open(id);
    await deliveries(page).nth(1).getByRole('link').first().click();
    await button(page, 'Go on from here').click();
    const number = dialog(page).getByLabel('Number of the event');
    expect(await number.inputValue()).toBe(String(indexes[1]));
    const again = `Of the ${nextIndex - indexes[1]!} events #${indexes[1]} to #${nextIndex - 1}, those chosen are sent again`;
    await dialog(page).getByText(again).waitFor();
    await dialog(page).getByText('desk.created', { exact: true }).waitFor();
    await number.fill('x');
    await dialog(page)
      .getByText(/^Give a number from 0 to/)
      .waitFor();
    await button(dialog(page), 'Go on from there').click();
    await number.fill(String(indexes[1]));
    expect(receiver.taken).toEqual(indexes);
    await button(dialog(page), 'Go on from there').click();
    await page.getByText(`It goes on with event #${indexes[1]}.`).waitFor();
    await receiver.arrived(5);
    await caughtUp(stage.app, id);
    expect(receiver.taken).toEqual([...indexes, ...indexes.slice(1)]);
    await page.getByText(`moved by hand from #${nextIndex} to #${indexes[1]}`).waitFor();
    await stage.app.seal();
    await page.getByRole('link', { name: 'in the audit log', exact: true }).click();
    await page.getByRole('listitem').filter({ hasText: 'Mara Kovač moved a webhook in the log' }).waitFor();
  });

  it('is edited: only what was changed is sent', async () => {
    const { id } = await onDesks();
    const page = await open(id);
    await button(page, 'Edit').click();
    await dialog(page).getByLabel('What it is for').fill('For the archive');
    await stage.app.sql(`UPDATE webhook_endpoint SET url = $2 WHERE id = $1`, [id, `${receiver.url}/moved`]);
    await button(dialog(page), 'Save').click();
    await page.getByText('For the archive').waitFor();
    expect(await look(chief, id)).toMatchObject({ description: 'For the archive', url: `${receiver.url}/moved` });
  });

  it('is disabled, and that undone; gets a new secret beside the old one; is deleted when that was confirmed', async () => {
    const { id, secret } = await onDesks();
    const page = await open(id);
    await button(page, 'Disable').click();
    await status(page).getByText('Disabled').waitFor();
    await status(page).getByText('by hand').waitFor();
    expect((await look(chief, id)).disabledReason).toBe('BY_HAND');
    await button(page, 'Undo').click();
    await status(page).getByText('Sending').waitFor();
    expect((await look(chief, id)).disabledReason).toBeNull();

    await button(page, 'New secret').click();
    await dialog(page).getByText('For 24 hours messages are signed with both').waitFor();
    await button(dialog(page), 'Make a new secret').click();
    await page.getByText('It is shown this once.').waitFor();
    const rotated = await secretOf(page);
    await button(dialog(page), 'I have stored it').click();
    await page.getByText(/the one before signs, too/).waitFor();
    await button(page, 'Send a test message').click();
    const [test] = await receiver.arrived(1);
    expect(verified(rotated, test!)).toEqual(verified(secret, test!));

    await button(page, 'Delete').click();
    await button(dialog(page), 'Cancel').click();
    expect(await look(chief, id)).not.toBeNull();
    await button(page, 'Delete').click();
    await button(dialog(page), 'Delete').click();
    await page.waitForURL('**/admin/webhooks');
    expect(await look(chief, id)).toBeNull();
    await page.goto(`/admin/webhooks/${id}`);
    await page.getByText('There is no such webhook').waitFor();
  });
});

it('those who may not are told so, and nothing is asked in their name', async () => {
  const eve = await stage.editor('Eve', ['EDITOR', 'AUDITOR']);
  const { id } = await onDesks();
  for (const path of ['/admin/webhooks', `/admin/webhooks/${id}`]) {
    const page = await stage.visitor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.postData() ?? ''));
    await page.context().request.post('/auth/sign-in', { data: { email: eve.email, password: eve.password } });
    await page.addInitScript(() => localStorage.setItem('claimdesk.signed-in', 'yes'));
    await page.goto(path);
    await page.getByText('This is for chief editors').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(asked.filter((text) => /webhook/i.test(text))).toEqual([]);
  }
});

it('a webhook is made and tried by keys alone', async () => {
  const page = await stage.open(mara, '/admin/webhooks');
  await page.getByText('Nobody is told anything yet').waitFor();
  await button(page, 'New webhook').first().focus();
  await press(page, 'Enter');
  await dialog(page).waitFor();
  await page.keyboard.type(receiver.url);
  await press(page, 'Enter');
  await page.getByText('It is shown this once.').waitFor();
  await button(dialog(page), 'I have stored it').focus();
  await press(page, 'Enter');
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('list', { name: 'Webhooks' }).getByRole('link').focus();
  await press(page, 'Enter');
  await button(page, 'Send a test message').focus();
  await press(page, 'Enter');
  await page.getByText('The test message arrived').waitFor();
});
