import { useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { SearchField } from 'react-aria-components/SearchField';
import { useLocation } from 'wouter';
import type { Session } from '../api/session.js';
import { useSavedViews, viewPath } from '../inbox/saved-views.js';
import { useTakeNext } from '../inbox/take-next.js';
import { ALL_DESKS, boardPath, inboxPath, ROUTES } from '../routes.js';
import { t } from '../text/index.js';
import { theme, THEMES } from '../theme.js';
import { Dialog } from '../ui/dialog.js';
import { say } from '../ui/toast.js';
import { useDesks } from './desks.js';
import { mayManage, mayReadBoard, mayReadLog, mayTakeOn } from './may.js';
import { openOverlay } from './overlay.js';

interface Command {
  readonly id: string;
  readonly text: string;
  readonly run: () => void;
}

/** Every place and command, by a few of its letters. */
export function Palette({ session, onClose }: { session: Session; onClose: () => void }) {
  const [text, setText] = useState('');
  const commands = useCommands(session);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => words.every((word) => command.text.toLowerCase().includes(word)));
  const search = useSearchCommand(text.trim());
  const items = search === null ? found : [...found, search];
  return (
    <Dialog title={t.palette.title} onClose={onClose}>
      <Autocomplete inputValue={text} onInputChange={setText}>
        <SearchField className="palette-field" aria-label={t.palette.title} autoFocus>
          <Input placeholder={t.palette.placeholder} />
        </SearchField>
        <ListBox
          aria-label={t.palette.title}
          className="options palette-options"
          items={items}
          selectionMode="none"
          onAction={(id) => {
            onClose();
            items.find((item) => item.id === id)?.run();
          }}
        >
          {(item) => (
            <ListBoxItem id={item.id} className="option" textValue={item.text}>
              {item.text}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </Dialog>
  );
}

function useCommands(session: Session): Command[] {
  const [, navigate] = useLocation();
  const { desks } = useDesks();
  const views = useSavedViews();
  const takeNext = useTakeNext();
  const go = (name: string, path: string): Command => ({
    id: path,
    text: t.palette.goTo(name),
    run: () => navigate(path),
  });
  return [
    ...(desks ?? [])
      .filter(({ id }) => mayTakeOn(session, id))
      .map((desk) => ({
        id: `take ${desk.id}`,
        text: t.palette.takeNext(desk.name),
        run: () => void takeNext.run(desk.id).then((problem) => problem !== null && say(problem)),
      })),
    ...(desks ?? []).map(({ slug, name }) => go(t.inbox.title(name), inboxPath(slug))),
    go(t.inbox.title(t.frame.allDesks), inboxPath(ALL_DESKS)),
    ...views.map((view) => ({ id: view.id, text: t.views.open(view.name), run: () => navigate(viewPath(view)) })),
    go(t.frame.mine, ROUTES.mine),
    go(t.frame.claims, ROUTES.claims),
    ...(mayReadLog(session) ? [go(t.frame.audit, ROUTES.audit)] : []),
    ...(desks ?? [])
      .filter(({ id }) => mayReadBoard(session, id))
      .map(({ slug, name }) => go(t.frame.boardOf(name), boardPath(slug))),
    ...(mayManage(session)
      ? [
          go(t.frame.adminPages.people, ROUTES.people),
          go(t.frame.adminPages.desks, ROUTES.desks),
          go(t.frame.adminPages.webhooks, ROUTES.webhooks),
        ]
      : []),
    go(t.frame.adminPages.tokens, ROUTES.tokens),
    { id: 'keys', text: t.frame.keys, run: () => openOverlay('keys') },
    ...THEMES.map((each) => ({
      id: `theme ${each}`,
      text: t.palette.theme(t.frame.themes[each]),
      run: () => theme.set(each),
    })),
  ];
}

function useSearchCommand(text: string): Command | null {
  const [, navigate] = useLocation();
  if (text === '') return null;
  return {
    id: 'search',
    text: t.palette.searchClaims(text),
    run: () => navigate(`${ROUTES.claims}?${new URLSearchParams({ q: text }).toString()}`),
  };
}
