import { Switch } from 'react-aria-components/Switch';
import { useStore } from '../api/store.js';
import { t } from '../text/index.js';
import { Dialog } from '../ui/dialog.js';
import { MOD, singleKeys } from '../ui/keys.js';

const GROUPS = [
  {
    title: t.keys.everywhere,
    keys: [
      [`${MOD} K`, t.keys.palette],
      ['?', t.keys.sheet],
      [`${MOD} Z`, t.keys.undo],
    ],
  },
  {
    title: t.keys.inLists,
    keys: [
      ['/', t.keys.search],
      ['J', t.keys.next],
      ['K', t.keys.previous],
      ['Home', t.keys.first],
      ['End', t.keys.last],
      ['Enter', t.keys.open],
      ['N', t.keys.take],
      ['P', t.keys.preview],
    ],
  },
  {
    title: t.keys.selected,
    keys: [
      ['X', t.keys.select],
      ['Shift J, K', t.keys.range],
      [`${MOD} A`, t.keys.all],
      ['Esc', t.keys.none],
      ['T', t.keys.takeSelected],
      ['L', t.keys.releaseSelected],
      ['S', t.keys.deferSelected],
      ['A', t.keys.reassignSelected],
    ],
  },
  {
    title: t.keys.inReview,
    keys: [
      ['T', t.keys.takeThis],
      ['V', t.keys.verified],
      ['D', t.keys.disputed],
      ['U', t.keys.unconfirmed],
      ['R', t.keys.rationale],
      ['E', t.keys.evidence],
      [`${MOD} Enter`, t.keys.decide],
      ['L', t.keys.release],
      ['S', t.keys.defer],
      ['A', t.keys.reassign],
      ['B', t.keys.back],
    ],
  },
] as const;

/** All keys. Each also is a control that can be seen. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const isOn = useStore(singleKeys);
  return (
    <Dialog title={t.keys.title} onClose={onClose} wide>
      <div className="key-sheet">
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch className="switch" isSelected={isOn} onChange={(isSelected) => singleKeys.set(isSelected)}>
        <span className="switch-track" aria-hidden="true" />
        <span>
          {t.keys.single}
          <small>{t.keys.singleHint}</small>
        </span>
      </Switch>
    </Dialog>
  );
}
