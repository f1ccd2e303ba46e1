import { useState } from 'react';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Link } from 'wouter';
import { t } from '../text/index.js';
import { IconButton } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { say, undo } from '../ui/toast.js';
import {
  deleteView,
  inputOf,
  type SavedView,
  saveView,
  updateView,
  useSavedViews,
  useShownView,
  viewPath,
} from './saved-views.js';
import { ViewDialog } from './view-dialog.js';

/** The views that somebody keeps, below the inboxes; nothing where there is none. */
export function ViewLinks({ onLeave }: { onLeave: (() => void) | undefined }) {
  const views = useSavedViews();
  const shown = useShownView();
  const [renamed, setRenamed] = useState<SavedView | null>(null);
  if (views.length === 0) return null;
  return (
    <>
      <h2>{t.views.title}</h2>
      <ul>
        {views.map((view, place) => (
          <ViewLink
            key={view.id}
            view={view}
            place={place}
            isShown={view.id === shown?.id}
            isLast={place === views.length - 1}
            onRename={() => setRenamed(view)}
            onLeave={onLeave}
          />
        ))}
      </ul>
      {renamed !== null && (
        <ViewDialog
          title={t.views.renameTitle}
          name={renamed.name}
          onSubmit={(name) => updateView(renamed.id, { name })}
          onClose={() => setRenamed(null)}
        />
      )}
    </>
  );
}

interface ViewLinkProps {
  readonly view: SavedView;
  readonly place: number;
  readonly isLast: boolean;
  readonly isShown: boolean;
  readonly onRename: () => void;
  readonly onLeave: (() => void) | undefined;
}

function ViewLink({ view, place, isLast, isShown, onRename, onLeave }: ViewLinkProps) {
  const tell = (work: Promise<string | null>): void => void work.then((problem) => problem !== null && say(problem));
  const move = (by: number): void => tell(updateView(view.id, { place: place + by }));
  const remove = async (): Promise<void> => {
    const problem = await deleteView(view.id);
    if (problem !== null) return say(problem);
    say(
      t.views.removed(view.name),
      undo(() => tell(saveView(view.name, inputOf(view), place))),
    );
  };
  return (
    <li className="view-link">
      <Link to={viewPath(view)} className="nav-link" aria-current={isShown ? 'page' : undefined} onClick={onLeave}>
        <Icon name="view" />
        <span dir="auto">{view.name}</span>
      </Link>
      <MenuTrigger>
        <IconButton icon="more" label={t.views.menu(view.name)} />
        <Popover className="popover" placement="bottom end">
          <Menu className="options">
            <MenuItem className="option" onAction={onRename}>
              {t.views.rename}
            </MenuItem>
            {place > 0 && (
              <MenuItem className="option" onAction={() => move(-1)}>
                {t.views.up}
              </MenuItem>
            )}
            {!isLast && (
              <MenuItem className="option" onAction={() => move(1)}>
                {t.views.down}
              </MenuItem>
            )}
            <MenuItem className="option" onAction={() => void remove()}>
              {t.views.remove}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </li>
  );
}
