import type { SenderOptions } from './send-webhook.js';

/** What the settings say of webhooks, and how names are looked up. */
export class WebhookSettings implements SenderOptions {
  /** @param allowPrivate WEBHOOK_ALLOW_PRIVATE: http, and addresses inside a private network */
  constructor(readonly allowPrivate: boolean) {}
}
