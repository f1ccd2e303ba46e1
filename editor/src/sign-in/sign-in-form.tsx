import { Form } from 'react-aria-components/Form';
import { RefusedError } from '../api/call-auth.js';
import { signIn } from '../api/session.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { Notice } from '../ui/notice.js';
import { formText } from './form-text.js';
import { useAttempt } from './use-attempt.js';

/** @param email of the person who has to sign in again; anybody where left out */
export function SignInForm({ email }: { email?: string }) {
  const { isBusy, problem, attempt } = useAttempt();
  const onSubmit = (event: React.FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const address = email ?? formText(form, 'email');
    const password = formText(form, 'password');
    attempt(async () => {
      if (address === '' || password === '') throw new RefusedError('INCOMPLETE', t.signIn.needBoth, undefined);
      await signIn(address, password);
    });
  };
  return (
    <Form onSubmit={onSubmit} className="form">
      {problem && <Notice tone="error">{problem.message}</Notice>}
      <Field
        label={t.signIn.email}
        name="email"
        type="email"
        autoComplete="username"
        isRequired
        {...(email === undefined ? { autoFocus: true } : { value: email, isReadOnly: true })}
      />
      <Field
        label={t.signIn.password}
        name="password"
        type="password"
        autoComplete="current-password"
        isRequired
        autoFocus={email !== undefined}
      />
      <Button type="submit" look="primary" isBusy={isBusy}>
        {isBusy ? t.signIn.submitting : t.signIn.submit}
      </Button>
    </Form>
  );
}
