import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Provider } from 'urql';
import { client } from './api/client.js';
import { sessionState } from './api/session.js';
import { useStore } from './api/store.js';
import { Frame } from './frame/frame.js';
import { Guard } from './frame/guard.js';
import { Pages } from './pages.js';
import { ChoosePassword } from './sign-in/choose-password.js';
import { SessionEnded } from './sign-in/session-ended.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { Unreachable } from './sign-in/unreachable.js';
import { Toasts } from './ui/toast.js';

/** What React Aria says to screen readers; the build leaves other languages out. */
const ARIA_LOCALE = 'en-US';

export function App() {
  return (
    <I18nProvider locale={ARIA_LOCALE}>
      <Guard>
        <ByState />
      </Guard>
      <Toasts />
    </I18nProvider>
  );
}

function ByState() {
  const state = useStore(sessionState);
  if (!('session' in state)) return state.is === 'unreachable' ? <Unreachable /> : <SignInPage />;
  if (state.session.mustChangePassword) return <ChoosePassword session={state.session} />;
  return (
    <Provider value={client}>
      <Frame session={state.session}>
        <Pages session={state.session} />
      </Frame>
      {state.is === 'expired' && <SessionEnded session={state.session} />}
    </Provider>
  );
}
