import { Text } from '../graphql/validation.js';
import { MAX_PASSWORD_LENGTH } from './password.js';

/** RFC 5321, 4.5.3.1.3: a path of 256 with its brackets. */
const MAX_EMAIL_LENGTH = 254;

/** POST /auth/sign-in */
export class SignInBody {
  @Text({ max: MAX_EMAIL_LENGTH })
  email: string;

  @Text({ max: MAX_PASSWORD_LENGTH })
  password: string;
}

/** POST /auth/password. What a new password must be like, `passwordProblem` says. */
export class PasswordBody {
  @Text({ max: MAX_PASSWORD_LENGTH })
  currentPassword: string;

  @Text({ max: MAX_PASSWORD_LENGTH })
  newPassword: string;
}
