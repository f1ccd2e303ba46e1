import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DesksModule } from '../desks/desks.module.js';
import { CreateWebhook } from './create-webhook.js';
import { DeleteWebhook } from './delete-webhook.js';
import { DisableWebhook } from './disable-webhook.js';
import { EnableWebhook } from './enable-webhook.js';
import { PurgeDeliveries } from './purge-deliveries.js';
import { RedeliverWebhookSince } from './redeliver-webhook-since.js';
import { RedeliverWebhook } from './redeliver-webhook.js';
import { RotateWebhookSecret } from './rotate-webhook-secret.js';
import { SendTestWebhook } from './send-test-webhook.js';
import { UpdateWebhook } from './update-webhook.js';
import { WebhookCursorEntity } from './webhook-cursor.entity.js';
import { WebhookDeliveryEntity } from './webhook-delivery.entity.js';
import { WebhookDispatcher } from './webhook-dispatcher.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';
import { WebhookDeliveryMutationsResolver, WebhookMutationsResolver } from './webhook-mutations.resolver.js';
import { WebhookQueries } from './webhook-queries.js';
import { WebhookSettings } from './webhook-settings.js';
import { WebhookTurn } from './webhook-turn.js';
import { WebhookDeliveriesResolver, WebhooksResolver } from './webhooks.resolver.js';

const useCases = [
  CreateWebhook,
  UpdateWebhook,
  RotateWebhookSecret,
  DisableWebhook,
  EnableWebhook,
  DeleteWebhook,
  SendTestWebhook,
  RedeliverWebhook,
  RedeliverWebhookSince,
];
const resolvers = [
  WebhooksResolver,
  WebhookDeliveriesResolver,
  WebhookMutationsResolver,
  WebhookDeliveryMutationsResolver,
];

/** Readers of the sealed log outside of Claimdesk, each with a cursor of its own. */
@Module({})
export class WebhooksModule {
  /**
   * @param worker whether this process sends, or only looks after what is sent where
   * @param allowPrivate the setting WEBHOOK_ALLOW_PRIVATE
   */
  static register(worker: boolean, allowPrivate: boolean): DynamicModule {
    return {
      module: WebhooksModule,
      global: true, // the metrics say how far each is behind, and cannot know how this one was registered
      imports: [
        TypeOrmModule.forFeature([WebhookEndpointEntity, WebhookCursorEntity, WebhookDeliveryEntity]),
        DesksModule,
      ],
      providers: [
        { provide: WebhookSettings, useValue: new WebhookSettings(allowPrivate) },
        ...useCases,
        ...resolvers,
        WebhookQueries,
        PurgeDeliveries,
        ...(worker ? [WebhookTurn, WebhookDispatcher] : []),
      ],
      exports: [WebhookQueries],
    };
  }
}
