import { AuditLog1764000000000 } from './1764000000000-audit-log.js';
import { Accounts1764000001000 } from './1764000001000-accounts.js';
import { Claims1764000002000 } from './1764000002000-claims.js';
import { Reviews1764000003000 } from './1764000003000-reviews.js';
import { Queue1764000004000 } from './1764000004000-queue.js';
import { Import1764000005000 } from './1764000005000-import.js';
import { SealedLog1764000006000 } from './1764000006000-sealed-log.js';
import { Erasure1764000007000 } from './1764000007000-erasure.js';
import { Webhooks1764000008000 } from './1764000008000-webhooks.js';
import { SavedViews1764000010000 } from './1764000010000-saved-views.js';
import { DeskOutlook1764000010100 } from './1764000010100-desk-outlook.js';
import { WebhookMoves1764000011000 } from './1764000011000-webhook-moves.js';

/** In order of application. An explicit list, so that it is the same under tsc and Jest. */
export const migrations = [
  AuditLog1764000000000,
  Accounts1764000001000,
  Claims1764000002000,
  Reviews1764000003000,
  Queue1764000004000,
  Import1764000005000,
  SealedLog1764000006000,
  Erasure1764000007000,
  Webhooks1764000008000,
  SavedViews1764000010000,
  DeskOutlook1764000010100,
  WebhookMoves1764000011000,
];
