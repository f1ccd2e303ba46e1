/** An answer that is none: a failure as Claimdesk words it. */
export class RefusedError extends Error {
  /** @param {{ code: string, message: string, details?: { message: string }[] }} error */
  constructor({ code, message }) {
    super(message);
    this.code = code;
  }
}

/**
 * @param {string} path
 * @param {{ method?: string, body?: unknown, csrfToken?: string }} [options]
 * @returns the answer's JSON; null where there is no body
 * @throws RefusedError
 */
export async function call(path, { method = 'GET', body, csrfToken } = {}) {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(csrfToken === undefined ? {} : { 'x-csrf-token': csrfToken }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new RefusedError({ code: 'UNREACHABLE', message: 'Claimdesk does not answer. Is the network there?' });
  });
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  if (!response.ok)
    throw new RefusedError(answer?.error ?? { code: 'FAILED', message: `Failed (${response.status}).` });
  return answer;
}

/** @returns the session of this browser; null if nobody is signed in */
export async function currentSession() {
  try {
    return await call('/auth/session');
  } catch (error) {
    if (error.code === 'UNAUTHENTICATED') return null;
    throw error;
  }
}
