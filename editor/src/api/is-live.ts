import { Store } from './store.js';

/** Whether the socket is open: then changes are told as they are sealed, and nobody need ask for them. */
export const isLive = new Store(false);
