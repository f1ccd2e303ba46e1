import { Component } from 'react';
import { t } from '../text/index.js';
import { Notice } from '../ui/notice.js';

/** Where a bug of ours breaks the page, says so, and that nothing is lost. */
export class Guard extends Component<{ readonly children: React.ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): React.ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <main className="alone">
        <Notice
          tone="error"
          actions={
            <button type="button" className="button plain" onClick={() => location.reload()}>
              {t.failures.reload}
            </button>
          }
        >
          {t.failures.broken}
        </Notice>
      </main>
    );
  }
}
