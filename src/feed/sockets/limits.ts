/** A connection takes 60 kB with a few subscriptions; a newsroom of three hundred has three windows open each. */
export const MAX_CONNECTIONS = 1000;
/** Of these, such as have not signed in yet: strangers cannot take the places of everybody else. */
export const MAX_STRANGERS = 200;
/** Windows of one person, or machines behind one token. */
export const MAX_CONNECTIONS_PER_ACCOUNT = 30;
/** A screen has a handful. Each may hold one message that is on its way. */
export const MAX_SUBSCRIPTIONS = 20;
/** A document of MAX_DOCUMENT_LENGTH with its variables. */
export const MAX_MESSAGE_BYTES = 64 * 1024;
/** Between two pings: under the 60 s after which common load balancers end a connection that nothing goes over. */
export const BEAT_MS = 15_000;
/** Messages between two pings. Whoever subscribes to all that is allowed sends 20, and as many to end it. */
export const MAX_MESSAGES_PER_BEAT = 300;
/** Until connection_init has come: a slow line and a slow machine have it sent by then. */
export const INIT_TIMEOUT_MS = 10_000;
/** For the answer to a closing handshake when the server stops. Whoever does not read would hold it up for longer. */
export const STOP_GRACE_MS = 2000;
