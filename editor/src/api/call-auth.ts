import { connection } from './connection.js';

/** The server answered, and refused; the message is for people. */
export class RefusedError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The field of the form at fault, where it is one. */
    readonly field: string | undefined,
  ) {
    super(message);
  }
}

/** There was no answer, or one that is not Claimdesk's. */
export class UnreachableError extends Error {}

interface ErrorBody {
  readonly error?: { readonly code: string; readonly message: string; readonly details?: { path?: string[] }[] };
}

/** GET, or POST where there is a body. @throws RefusedError, UnreachableError */
export async function callAuth<Answer>(
  path: string,
  { body, csrfToken }: { body?: object; csrfToken?: string } = {},
): Promise<Answer> {
  const response = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(csrfToken === undefined ? {} : { 'x-csrf-token': csrfToken }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => null);
  if (response === null || isGateway(response.status)) {
    connection.lost();
    throw new UnreachableError();
  }
  connection.found(response);
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  if (response.ok) return answer as Answer;
  const {
    code = 'FAILED',
    message = `Failed (${response.status}).`,
    details,
  } = (answer as ErrorBody | null)?.error ?? {};
  throw new RefusedError(code, message, details?.[0]?.path?.[0]);
}

/** What a proxy says, or Claimdesk while it starts, stops or has lost its database. */
export const isGateway = (status: number): boolean => status === 502 || status === 503 || status === 504;
