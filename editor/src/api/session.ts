import type { Enum } from './graphql.js';
import { callAuth, RefusedError } from './call-auth.js';
import { Store } from './store.js';

/** What GET /auth/session answers; the one answer that schema.graphql does not describe. */
export interface Session {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly roles: readonly { readonly role: Enum<'Role'>; readonly deskId: string | null }[];
  };
  readonly csrfToken: string;
  readonly expiresAt: string;
  readonly mustChangePassword: boolean;
}

/**
 * `expired` keeps the session that was: the page stays as it is, with what was typed, until the same person signs in
 * again. `unreachable` is only before anything is known.
 */
export type SessionState =
  | { readonly is: 'loading' | 'unreachable' | 'out' }
  | { readonly is: 'in' | 'expired'; readonly session: Session };

export const sessionState = new Store<SessionState>({ is: 'loading' });

/** Tells the other tabs that somebody signed in or out here. */
const tabs = new BroadcastChannel('claimdesk-session');
tabs.addEventListener('message', () => void loadSession());

/** Requests that wait for the person to sign in again. */
let waiting: (() => void)[] = [];

function enter(session: Session): void {
  const before = sessionState.get();
  // Another person in this browser must see nothing of the first one's page
  if ('session' in before && before.session.user.id !== session.user.id) return location.reload();
  localStorage.setItem(HINT_KEY, 'yes');
  sessionState.set({ is: 'in', session });
  const resume = waiting;
  waiting = [];
  for (const go of resume) go();
}

function leave(): void {
  const before = sessionState.get();
  if ('session' in before) sessionState.set({ is: 'expired', session: before.session });
  else {
    localStorage.removeItem(HINT_KEY);
    sessionState.set({ is: 'out' });
  }
}

/** Whether this browser ever signed in: the cookie itself is none of a script's business. Spares the first visit a refusal. */
const HINT_KEY = 'claimdesk.signed-in';

/** Asks the server who is signed in. */
export async function loadSession(): Promise<void> {
  if (sessionState.get().is === 'loading' && localStorage.getItem(HINT_KEY) === null) return leave();
  try {
    enter(await callAuth<Session>('/auth/session'));
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'UNAUTHENTICATED') return leave();
    // Whatever it was: who is in stays in, and who is not yet can try again
    if (sessionState.get().is === 'loading') sessionState.set({ is: 'unreachable' });
  }
}

/** @throws RefusedError with a sentence for people; UnreachableError */
export async function signIn(email: string, password: string): Promise<void> {
  const session = await callAuth<Session>('/auth/sign-in', { body: { email, password } });
  enter(session);
  tabs.postMessage(null);
}

/** @throws RefusedError with a sentence for people; UnreachableError */
export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  await callAuth('/auth/password', { body: { currentPassword, newPassword }, csrfToken: csrfToken() });
  await loadSession();
}

/** Ends this session, or all of the account's; then the page starts anew, so that nothing of it is left. */
export async function signOut(everywhere: boolean): Promise<void> {
  try {
    await callAuth(everywhere ? '/auth/sign-out-everywhere' : '/auth/sign-out', { body: {}, csrfToken: csrfToken() });
  } catch (error) {
    if (!(error instanceof RefusedError && error.code === 'UNAUTHENTICATED')) throw error; // it has ended already
  }
  localStorage.removeItem(HINT_KEY);
  tabs.postMessage(null);
  location.assign('/');
}

/** Keeps the page, and asks to sign in again. @returns once that was done */
export function waitForSignIn(): Promise<void> {
  leave();
  return new Promise((resolve) => waiting.push(resolve));
}

export function csrfToken(): string {
  const state = sessionState.get();
  return 'session' in state ? state.session.csrfToken : '';
}
