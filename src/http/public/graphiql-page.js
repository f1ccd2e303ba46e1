import { currentSession } from './session.js';

const { React, ReactDOM, GraphiQL } = window;
const page = document.getElementById('graphiql');

const EXAMPLE = `# Claimdesk: you are signed in, and this runs as you.
# Ctrl-Space completes, Ctrl-Enter runs. The book on the left is the schema.
query WhoAmI {
  viewer {
    name
    roles {
      role
    }
  }
}
`;

/** Sends the query with the session's cookie and its CSRF token; read anew, since another tab may have signed in again. */
async function fetcher(request) {
  const session = await currentSession();
  if (session === null) return { errors: [{ message: 'You are not signed in any more. Sign in at / and try again.' }] };
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'x-csrf-token': session.csrfToken,
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

ReactDOM.createRoot(page).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery: EXAMPLE, shouldPersistHeaders: false }),
);
