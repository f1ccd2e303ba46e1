import { ApiTokenEntity } from './api-token.entity.js';
import { IdempotencyKeyEntity } from './idempotency-key.entity.js';
import { RoleGrantEntity } from './role-grant.entity.js';
import { SessionEntity } from './session.entity.js';
import { SignInThrottleEntity } from './sign-in-throttle.entity.js';
import { UserEntity } from './user.entity.js';

/** Also for a DataSource that is opened without Nest, such as the command line's. */
export const AUTH_ENTITIES = [
  UserEntity,
  RoleGrantEntity,
  SessionEntity,
  ApiTokenEntity,
  SignInThrottleEntity,
  IdempotencyKeyEntity,
];
