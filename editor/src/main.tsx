import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { loadSession } from './api/session.js';
import { t } from './text/index.js';
import './theme.js';

/** Text that appears late moves less than text that changes its font. */
const FONT_LIMIT_MS = 400;

document.documentElement.lang = t.locale;
document.documentElement.dir = t.direction;

const fonts = Promise.all(
  ['14px "Inter Variable"', '20px "Source Serif 4 Variable"'].map((font) => document.fonts.load(font)),
);
const late = new Promise((resolve) => setTimeout(resolve, FONT_LIMIT_MS));
await Promise.all([loadSession(), Promise.race([fonts, late])]);

createRoot(document.getElementById('desk')!).render(<App />);
