import { Store } from '../api/store.js';

const STORAGE_KEY = 'claimdesk.preview';

/** Whether the review under the cursor stands beside the list. This browser's choice: it is about this screen. */
export const isPreviewOn = new Store(localStorage.getItem(STORAGE_KEY) !== 'off');
isPreviewOn.subscribe(() => localStorage.setItem(STORAGE_KEY, isPreviewOn.get() ? 'on' : 'off'));

/** From this width on there is room beside the list; list.css says the same. */
export const WIDE = window.matchMedia('(min-width: 1600px)');
