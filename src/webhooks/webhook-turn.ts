import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';
import { webhookDeliveries } from '../telemetry/instruments.js';
import { type ClaimedEndpoint, releaseEndpoint } from './claim-endpoints.js';
import { DisableWebhook } from './disable-webhook.js';
import { pendingDeliveries, recordAttempt, recordRequested } from './record-attempt.js';
import { DISABLE_AFTER_MS, nextDelay } from './retry-schedule.js';
import { eventAt, scanLog } from './scan-log.js';
import { type Answer, isDelivered, WebhookSender } from './send-webhook.js';
import { type Message, signatureHeaders } from './sign-webhook.js';
import { messageOf, type SealedEvent, testMessage } from './webhook-message.js';
import { WebhookSettings } from './webhook-settings.js';
import { WebhookDisabledReason, WebhookOutcome } from './webhook-vocabulary.js';

/** So long one endpoint is sent to in one go, before those that wait have their turn. */
const TURN_MS = 5000;
const GONE = 410;

/** One turn of one endpoint: sends what was asked for, and then the log in its order, until the time is over. */
@Injectable()
export class WebhookTurn {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly database: Database,
    private readonly settings: WebhookSettings,
    private readonly disable: DisableWebhook,
  ) {}

  /** @param isStopping looked at between two messages */
  async run(endpoint: ClaimedEndpoint, isStopping: () => boolean): Promise<void> {
    const sender = new WebhookSender(endpoint.url, this.settings);
    const started = performance.now();
    const isOver = (): boolean => isStopping() || performance.now() - started > TURN_MS;
    try {
      if (!(await this.sendRequested(endpoint, sender, isOver))) return;
      const reached = endpoint.isDue ? await this.sendLog(endpoint, sender, isOver) : endpoint.nextIndex;
      if (reached !== null) await releaseEndpoint(this.database, endpoint, reached);
    } finally {
      sender.close();
    }
  }

  /** @returns false where the lease was lost */
  private async sendRequested(
    endpoint: ClaimedEndpoint,
    sender: WebhookSender,
    isOver: () => boolean,
  ): Promise<boolean> {
    for (const { id, logIndex, createdAt } of await pendingDeliveries(this.database, endpoint.id)) {
      if (isOver()) return true;
      const event = logIndex === null ? null : await eventAt(this.database, logIndex);
      const answer =
        event === undefined
          ? NOT_IN_LOG
          : await this.post(
              endpoint,
              sender,
              event === null ? testMessage(endpoint.id, id, createdAt) : messageOf(endpoint.id, event),
            );
      const outcome = isDelivered(answer) ? WebhookOutcome.DELIVERED : WebhookOutcome.FAILED;
      if (!(await recordRequested(this.database, endpoint, id, outcome, answer))) return false;
      this.tell(endpoint, { delivery: id, index: event?.index }, answer, outcome);
    }
    return true;
  }

  /** @returns up to which index the log was dealt with; null where the lease is over */
  private async sendLog(
    endpoint: ClaimedEndpoint,
    sender: WebhookSender,
    isOver: () => boolean,
  ): Promise<number | null> {
    let reached = endpoint.nextIndex;
    let { attempt, ageMs } = endpoint;
    while (reached < endpoint.size && !isOver()) {
      const { events, scannedTo } = await scanLog(this.database, endpoint, reached);
      for (const event of events) {
        if (isOver()) return reached;
        if (!(await this.deliver(endpoint, sender, event, attempt + 1, ageMs))) return null;
        reached = event.index + 1;
        [attempt, ageMs] = [0, 0];
      }
      reached = scannedTo;
    }
    return reached;
  }

  /** @returns whether it was delivered, and the lease still holds */
  private async deliver(
    endpoint: ClaimedEndpoint,
    sender: WebhookSender,
    event: SealedEvent,
    attempt: number,
    ageMs: number,
  ): Promise<boolean> {
    const answer = await this.post(endpoint, sender, messageOf(endpoint.id, event));
    const failed = { attempt, ageMs: ageMs + answer.durationMs, retryAfterMs: answer.retryAfterMs };
    const delayMs = isDelivered(answer) ? null : nextDelay(failed, Math.random());
    const outcome = isDelivered(answer)
      ? WebhookOutcome.DELIVERED
      : delayMs === null
        ? WebhookOutcome.DEAD
        : WebhookOutcome.FAILED;
    const recorded = await recordAttempt(this.database, endpoint, { event, attempt, answer, outcome, delayMs });
    this.tell(endpoint, { index: event.index, attempt }, answer, recorded && outcome);
    if (recorded === undefined) return false;
    if (answer.status === GONE) await this.stop(endpoint, WebhookDisabledReason.GONE);
    else if (outcome === WebhookOutcome.DEAD && recorded.failingMs >= DISABLE_AFTER_MS)
      await this.stop(endpoint, WebhookDisabledReason.FAILING);
    return outcome === WebhookOutcome.DELIVERED;
  }

  private post({ secrets }: ClaimedEndpoint, sender: WebhookSender, message: Message): Promise<Answer> {
    return sender.post(message.body, signatureHeaders(message, Math.floor(Date.now() / 1000), secrets));
  }

  private async stop({ id, url }: ClaimedEndpoint, reason: WebhookDisabledReason): Promise<void> {
    const caller = { actor: systemActor('webhooks'), requestId: `webhook:${newId()}` };
    if (await this.disable.byWorker(caller, id, url, reason))
      this.logger.warn('A webhook was disabled.', { webhook: id, reason });
  }

  /**
   * Without the address, which may hold a secret of the receiver's, and without what was answered.
   *
   * @param outcome undefined where the lease was lost, so that it was not recorded
   */
  private tell(
    { id }: ClaimedEndpoint,
    facts: object,
    { status, error, durationMs }: Answer,
    outcome: WebhookOutcome | undefined,
  ): void {
    webhookDeliveries.inc({ outcome: outcome?.toLowerCase() ?? 'lease_lost' });
    const line = { webhook: id, ...facts, outcome, status, ms: durationMs };
    if (outcome === WebhookOutcome.DELIVERED) this.logger.debug('Webhook delivered', line);
    else this.logger.warn('Webhook not delivered', { ...line, error });
  }
}

/** After a restore of an older backup, for example. */
const NOT_IN_LOG: Answer = {
  status: null,
  error: 'The event is not in the log.',
  response: null,
  retryAfterMs: null,
  durationMs: 0,
};
