import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { AddUser } from '../../src/auth/add-user.js';
import type { RoleGrant } from '../../src/kernel/actor.js';
import { DeskApp, SYSTEM } from '../desk-app.js';
import { startBrowser } from './chromium.js';

/** Somebody who signs in with a browser. */
export interface Editor {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' };
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, locale: 'en-GB', hasTouch: true };

/** How long anything on the page may take; what takes longer is broken. */
const LIMIT_MS = 8000;

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The whole of Claimdesk, and browsers that look at it. */
export class Stage {
  private people = 0;
  private readonly contexts: BrowserContext[] = [];
  /** What the pages' consoles complained of, and what the security policy refused. */
  private problems: string[] = [];

  private constructor(
    readonly app: DeskApp,
    private readonly browser: Browser,
  ) {}

  /** @param options what of Claimdesk runs here, as DeskApp.start has it */
  static async start(options: Parameters<typeof DeskApp.start>[0] = {}): Promise<Stage> {
    const [app, browser] = await Promise.all([DeskApp.start(options), startBrowser()]);
    return new Stage(app, browser);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.app.stop();
  }

  /** @param isOneTime whether the password must be changed at the first sign-in */
  async editor(name: string, roles: readonly RoleGrant['role'][] = ['EDITOR'], isOneTime = false): Promise<Editor> {
    this.people += 1;
    const email = `b${this.people}@test.example`;
    const grants = roles.map((role) => ({ role, deskId: null }));
    const { id, oneTimePassword } = await this.app.app.get(AddUser).run(SYSTEM, { email, name, roles: grants });
    if (!isOneTime) await this.app.sql('UPDATE app_user SET must_change_password = false WHERE id = $1', [id]);
    return { id, name, email, password: oneTimePassword! };
  }

  /** Opens a browser of its own: other cookies, other storage. */
  async visitor(options: BrowserContextOptions = DESKTOP): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.app.url, ...options });
    context.setDefaultTimeout(LIMIT_MS);
    this.contexts.push(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.problems.push(message.text());
    });
    page.on('pageerror', (error) => this.problems.push(String(error.stack)));
    return page;
  }

  /** Opens a browser in which somebody is signed in already. */
  async open(editor: Editor, path: string, options: BrowserContextOptions = DESKTOP): Promise<Page> {
    const localStorage = [{ name: 'claimdesk.signed-in', value: 'yes' }];
    const page = await this.visitor({
      ...options,
      storageState: { cookies: [], origins: [{ origin: this.app.url, localStorage }] },
    });
    const { email, password } = editor;
    const answer = await page.context().request.post('/auth/sign-in', { data: { email, password } });
    expect(answer.status()).toBe(200);
    await page.goto(path);
    return page;
  }

  /** Closes all browsers of a test. @param expected complaints that belong to what was tested */
  async end(expected?: RegExp): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
    const problems = this.problems.filter((text) => expected === undefined || !expected.test(text));
    this.problems = [];
    expect(problems).toEqual([]);
  }

  /** Takes the complaints of what was just tested out of the account. */
  forgive(expected: RegExp): void {
    this.problems = this.problems.filter((text) => !expected.test(text));
  }
}

/** @returns the page's accessibility problems that axe calls serious or critical, each with where it is */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(await axeSource);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(({ id, impact, nodes }: any) => ({ id, impact, at: nodes[0].html }));
  });
  return found
    .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
    .map(({ id, at }: { id: string; at: string }) => `${id}: ${at}`);
}

/** @returns whether the page can be scrolled sideways, which it never should */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Presses single keys one after the other, as a person does who keeps their hands on them. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
