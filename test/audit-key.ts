import { formatSigningKey, parseSigningKey } from '../src/audit/signing-key.js';

/** Origin of the logs that tests seal. */
export const TEST_ORIGIN = 'desk.example/audit';
/** Signs the logs of tests: a secret key as AUDIT_KEY takes it. */
export const TEST_SIGNING_KEY = formatSigningKey(TEST_ORIGIN, new Uint8Array(32).fill(1));
/** What those logs are verified with. */
export const TEST_VERIFIER_KEY = parseSigningKey(TEST_SIGNING_KEY).verifierKey;
