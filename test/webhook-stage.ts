import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';
import { caughtUp, createWebhook, look, type Made, oneEvent, Receiver, recorded } from './webhook-receiver.js';

/** Claimdesk that sends to receivers on this machine, a chief editor, and a receiver that is new for each test. */
export class WebhookStage {
  app!: DeskApp;
  chief!: Person;
  receiver!: Receiver;

  /** A webhook of the receiver that asks for events of the type `desk.created`. */
  readonly onDesks = (): Promise<Made> =>
    createWebhook(this.chief, { url: this.receiver.url, eventTypes: ['desk.created'] });

  /** Seals one message for it. @returns its number in the log */
  readonly oneEvent = (): Promise<number> => oneEvent(this.app);

  /** @see the functions of these names in webhook-receiver.ts */
  readonly caughtUp = (id: string, limitMs?: number): Promise<unknown> => caughtUp(this.app, id, limitMs);
  readonly look = (id: string, more: Record<string, unknown> = {}): Promise<any> => look(this.chief, id, more);
  readonly recorded = (id: string, count: number): Promise<any> => recorded(this.app, this.chief, id, count);
  /** @returns what the mutation answers */
  readonly ask = async (mutation: string, variables: Record<string, unknown>): Promise<any> =>
    (await this.chief.data(mutation, variables)).answer;
}

/**
 * Sets the stage for all tests of a file, and takes it down after them.
 *
 * @param worker whether this process sends
 */
export function setWebhookStage({ worker = true } = {}): WebhookStage {
  const stage = new WebhookStage();
  beforeAll(async () => {
    stage.app = await DeskApp.start({ worker, webhookAllowPrivate: true });
    stage.chief = await stage.app.person('CHIEF_EDITOR');
    await stage.app.seal();
  }, 60_000);
  beforeEach(async () => {
    stage.receiver = await Receiver.start();
  });
  afterEach(async () => {
    await stage.app.sql('DELETE FROM webhook_endpoint');
    await stage.receiver.stop();
  });
  afterAll(() => stage.app.stop());
  return stage;
}
