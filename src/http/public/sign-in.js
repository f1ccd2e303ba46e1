import { call, currentSession } from './session.js';

const byId = (id) => document.getElementById(id);
const forms = { signIn: byId('sign-in'), changePassword: byId('change-password') };

/** What GET /auth/session answered; null while nobody is signed in. */
let session = null;

function tell(text, isGood = false) {
  const message = byId('message');
  message.textContent = text;
  message.classList.toggle('good', isGood);
  message.hidden = text === '';
}

const roleText = ({ role, deskId }) => {
  const name = role.toLowerCase().replaceAll('_', ' ');
  return deskId === null ? name : `${name} (one desk)`;
};

function show() {
  const mustChange = session?.mustChangePassword === true;
  byId('account-title').textContent =
    session === null ? 'Sign in' : mustChange ? 'Choose a password' : 'You are signed in';
  forms.signIn.hidden = session !== null;
  forms.changePassword.hidden = !mustChange;
  byId('signed-in').hidden = session === null;
  if (session === null) return;
  byId('user-name').textContent = session.user.name;
  byId('user-email').textContent = session.user.email;
  forms.changePassword.elements.username.value = session.user.email;
  byId('user-roles').replaceChildren(
    ...session.user.roles.map((grant) => Object.assign(document.createElement('li'), { textContent: roleText(grant) })),
  );
}

/** Runs `work` with the button off, and says so if it fails. */
async function attempt(button, work) {
  button.disabled = true;
  tell('');
  try {
    await work();
  } catch (error) {
    tell(error.message);
    if (error.code === 'UNAUTHENTICATED' || error.code === 'CSRF_TOKEN_INVALID') session = await currentSession();
  } finally {
    button.disabled = false;
    show();
  }
}

function onSubmit(form, work) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form));
    void attempt(form.querySelector('button'), () => work(fields));
  });
}

onSubmit(forms.signIn, async ({ email, password }) => {
  session = await call('/auth/sign-in', { method: 'POST', body: { email, password } });
  forms.signIn.reset();
  byId('account').focus();
});

onSubmit(forms.changePassword, async ({ currentPassword, newPassword }) => {
  const { csrfToken } = session;
  await call('/auth/password', { method: 'POST', body: { currentPassword, newPassword }, csrfToken });
  forms.changePassword.reset();
  session = await currentSession();
  tell('Your password is changed.', true);
});

byId('sign-out').addEventListener('click', ({ target }) =>
  attempt(target, async () => {
    await call('/auth/sign-out', { method: 'POST', csrfToken: session.csrfToken });
    session = null;
  }),
);

byId('origin').textContent = location.origin;
try {
  session = await currentSession();
  show();
} catch (error) {
  tell(error.message);
}
