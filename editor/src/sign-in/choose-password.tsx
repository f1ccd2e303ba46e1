import { useEffect } from 'react';
import { Form } from 'react-aria-components/Form';
import { changePassword, signOut, type Session } from '../api/session.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { Notice } from '../ui/notice.js';
import { formText } from './form-text.js';
import { useAttempt } from './use-attempt.js';

/** Who comes in with a one-time password chooses their own before anything else answers. */
export function ChoosePassword({ session: { user } }: { session: Session }) {
  const { isBusy, problem, attempt } = useAttempt();
  useEffect(() => {
    document.title = `${t.password.title} · ${t.name}`;
  }, []);
  const onSubmit = (event: React.FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    attempt(() => changePassword(formText(form, 'current'), formText(form, 'new')));
  };
  const problemOf = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined);
  const isElsewhere = problem !== null && problem.field !== 'currentPassword' && problem.field !== 'newPassword';
  return (
    <main className="entrance">
      <section className="card" aria-labelledby="password">
        <h1 id="password">{t.password.title}</h1>
        <p>{t.password.lead(user.name)}</p>
        <Form onSubmit={onSubmit} className="form">
          {isElsewhere && <Notice tone="error">{problem.message}</Notice>}
          <input type="email" name="email" value={user.email} autoComplete="username" readOnly hidden />
          <Field
            label={t.password.current}
            name="current"
            type="password"
            autoComplete="current-password"
            isRequired
            autoFocus
            problem={problemOf('currentPassword')}
          />
          <Field
            label={t.password.next}
            hint={t.password.rule}
            name="new"
            type="password"
            autoComplete="new-password"
            isRequired
            problem={problemOf('newPassword')}
          />
          <Button type="submit" look="primary" isBusy={isBusy}>
            {t.password.submit}
          </Button>
        </Form>
        <Button look="quiet" onPress={() => attempt(() => signOut(false))}>
          {t.password.other}
        </Button>
      </section>
    </main>
  );
}
