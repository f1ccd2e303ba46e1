import { Store } from '../api/store.js';

type Overlay = 'menu' | 'keys' | 'palette';

/** What lies over the page, one at a time. */
export const overlay = new Store<Overlay | null>(null);

export const openOverlay = (name: Overlay): void => overlay.set(name);
