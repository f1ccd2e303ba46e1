import { useState } from 'react';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Heading } from 'react-aria-components/Heading';
import { t } from '../text/index.js';
import { Icon } from '../ui/icon.js';
import { HistoryList } from './history-list.js';

/** What happened to the claim; read only when somebody wants it. */
export function History({ claimId }: { claimId: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure className="disclosure" isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={2}>
        <AriaButton slot="trigger" className="disclosure-button">
          <Icon name="down" />
          {t.review.history}
        </AriaButton>
      </Heading>
      <DisclosurePanel>{isOpen && <HistoryList claimId={claimId} />}</DisclosurePanel>
    </Disclosure>
  );
}
