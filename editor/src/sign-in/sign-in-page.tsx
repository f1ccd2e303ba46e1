import { useEffect } from 'react';
import { t } from '../text/index.js';
import { SignInForm } from './sign-in-form.js';

/** The first page: what this is, and the way in. The address stays, so that a link opens after the sign-in. */
export function SignInPage() {
  useEffect(() => {
    document.title = `${t.signIn.title} · ${t.name}`;
  }, []);
  return (
    <main className="entrance">
      <header>
        <p className="brand">
          <img src="/assets/mark.svg" alt="" width="28" height="28" />
          {t.name}
        </p>
        <p className="statement on-page">{t.signIn.lead}</p>
      </header>
      <section className="card" aria-labelledby="sign-in">
        <h1 id="sign-in">{t.signIn.title}</h1>
        <SignInForm />
        <p className="quiet">{t.signIn.lost}</p>
      </section>
      <footer>
        <p className="quiet">{t.signIn.api}</p>
      </footer>
    </main>
  );
}
