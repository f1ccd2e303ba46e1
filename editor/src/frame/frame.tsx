import { useEffect } from 'react';
import { connection } from '../api/connection.js';
import type { Session } from '../api/session.js';
import { useStore } from '../api/store.js';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import { IconButton } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { useKeys } from '../ui/keys.js';
import { Notice } from '../ui/notice.js';
import { KeySheet } from './key-sheet.js';
import { Navigation } from './navigation.js';
import { openOverlay, overlay } from './overlay.js';
import { Palette } from './palette.js';

/** What surrounds every page: where one can go, and what lies over it. */
export function Frame({ session, children }: { session: Session; children: React.ReactNode }) {
  const shown = useStore(overlay);
  const close = (): void => overlay.set(null);
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

/** Tells that the connection is lost, and catches up when it is back. */
function Offline() {
  const isReachable = useStore(connection.isReachable);
  useEffect(() => {
    if (isReachable) return;
    const timer = setInterval(changed, 3000); // soon, because somebody waits for it
    return () => clearInterval(timer);
  }, [isReachable]);
  if (isReachable) return null;
  return (
    <div className="offline">
      <Notice tone="warning" title={t.failures.offline}>
        {t.failures.offlineMore}
      </Notice>
    </div>
  );
}
