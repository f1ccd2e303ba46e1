import { useEffect } from 'react';
import { loadSession } from '../api/session.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';

/** How long a restart takes, about. */
const RETRY_MS = 3000;

/** Before anything could be loaded. */
export function Unreachable() {
  useEffect(() => {
    const timer = setInterval(() => void loadSession(), RETRY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <main className="alone">
      <Notice
        tone="error"
        title={t.failures.offline}
        actions={<Button onPress={() => void loadSession()}>{t.common.retry}</Button>}
      >
        {t.failures.offlineMore}
      </Notice>
    </main>
  );
}
