import { Store } from './api/store.js';

const STORAGE_KEY = 'claimdesk.theme';
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const kept = localStorage.getItem(STORAGE_KEY);

/** The colours that this browser shows; the system's own choice where nobody chose. */
export const theme = new Store<Theme>(THEMES.find((each) => each === kept) ?? 'system');

function show(): void {
  document.documentElement.dataset['theme'] = theme.get();
}

show();
theme.subscribe(() => {
  localStorage.setItem(STORAGE_KEY, theme.get());
  show();
});
