import { useEffect } from 'react';
import type { Session } from '../api/session.js';
import { useStore } from '../api/store.js';
import { startFeed } from '../live/review-feed.js';
import { t } from '../text/index.js';
import { IconButton } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useKeys } from '../ui/keys.js';
import { late } from '../ui/late.js';
import { KeySheet } from './key-sheet.js';
import { Navigation } from './navigation.js';
import { Offline } from './offline.js';
import { openOverlay, overlay } from './overlay.js';

const Palette = late(() => import('./palette.js').then((part) => part.Palette));

/** What surrounds every page: where one can go, and what lies over it. */
export function Frame({ session, children }: { session: Session; children: React.ReactNode }) {
  const shown = useStore(overlay);
  const close = (): void => overlay.set(null);
  useEffect(startFeed, []);
  useKeys({ '?': () => openOverlay('keys'), 'mod+k': () => openOverlay('palette') });
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t.frame.skip}
      </a>
      <aside className="sidebar">
        <Navigation session={session} />
      </aside>
      <header className="phone-bar">
        <IconButton icon="menu" label={t.frame.menu} onPress={() => openOverlay('menu')} />
        <span className="brand">{t.name}</span>
        <IconButton icon="search" label={t.frame.palette} onPress={() => openOverlay('palette')} />
      </header>
      <div className="page">
        <Offline />
        {children}
      </div>
      {shown === 'menu' && (
        <Dialog title={t.frame.menu} onClose={close}>
          <Navigation session={session} onLeave={close} />
        </Dialog>
      )}
      {shown === 'keys' && <KeySheet onClose={close} />}
      {shown === 'palette' && <Palette session={session} onClose={close} />}
    </div>
  );
}
