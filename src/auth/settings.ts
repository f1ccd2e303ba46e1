/** What auth/ has to be told; see src/config for the environment variables. */
export interface AuthSettings {
  /** SESSION_HOURS: how long a sign-in lasts, in whole hours, however busy it is. */
  readonly sessionHours: number;
  /** PUBLIC_URL: where people reach Claimdesk. The cookie is `Secure` where it is https. */
  readonly publicUrl: string;
}

/** Injection token of AuthSettings. */
export const AUTH_SETTINGS = Symbol('AUTH_SETTINGS');
