/** Names whose values are nobody's business, as keys of a JSON line: `password`, `newPassword`, `x-csrf-token`, `leaseToken`. */
const SECRET_KEYS =
  /("(?:authorization|cookie|set-cookie|secret|[\w-]*(?:password|token|database_url))":)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\])/gi;
/** The password in an address such as postgres://user:password@host. It may hold an @ itself, so the last one counts. */
const URL_PASSWORDS = /(postgres(?:ql)?:\/\/[^:@\s"/]*:)[^\s"]*@/gi;
/** What signs the audit log. */
const SIGNING_KEYS = /PRIVATE\+KEY\+[^\s"\\]+/g;
const TOKENS = /(\bbearer\s+|\bcdk_|\bwhsec_|claimdesk_session=)[\w.~+/-]+=*/gi;

/**
 * Takes secrets out of a finished log line, wherever in it they stand: in a field, a message or a stack.
 *
 * @param line one JSON object as text
 */
export const redact = (line: string): string =>
  line
    .replace(SECRET_KEYS, '$1"[redacted]"')
    .replace(URL_PASSWORDS, '$1[redacted]@')
    .replace(SIGNING_KEYS, '[redacted]')
    .replace(TOKENS, '$1[redacted]');
