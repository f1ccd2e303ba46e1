import { Link, useLocation } from 'wouter';
import type { Session } from '../api/session.js';
import { useShownView } from '../inbox/saved-views.js';
import { ViewLinks } from '../inbox/view-links.js';
import { ALL_DESKS, boardPath, inboxPath, ROUTES } from '../routes.js';
import { t } from '../text/index.js';
import { Icon, type IconName } from '../ui/icon.js';
import { AccountMenu } from './account-menu.js';
import { useDesks } from './desks.js';
import { mayManage, mayReadBoard, mayReadLog, mayReadSomeBoard } from './may.js';
import { useMine } from './mine.js';
import { openOverlay } from './overlay.js';
import { MOD } from '../ui/keys.js';

interface NavigationProps {
  readonly session: Session;
  /** Called when a link leads away. */
  readonly onLeave?: () => void;
}

/** Where one can go, with how much waits there. */
export function Navigation({ session, onLeave }: NavigationProps) {
  const { desks } = useDesks();
  const mine = useMine(session.user.id);
  const [path] = useLocation();
  const isView = useShownView() !== null;
  const boards = (desks ?? []).filter(({ id }) => mayReadBoard(session, id)).map(({ slug }) => boardPath(slug));
  // Where one is at a desk already, the board is that desk's
  const board = boards.find((each) => each.split('/')[2] === path.split('/')[2]) ?? boards[0] ?? boardPath(ALL_DESKS);
  return (
    <nav aria-label={t.frame.navigation} className="navigation">
      <p className="brand">
        <img src="/assets/mark.svg" alt="" width="20" height="20" />
        {t.name}
      </p>
      <ul>
        <Item to={ROUTES.mine} icon="hand" count={mine ?? ''} onLeave={onLeave}>
          {t.frame.mine}
        </Item>
        <Item
          to={ROUTES.claims}
          icon="claims"
          isHere={(at) => at === ROUTES.claims || at.startsWith(`${ROUTES.claims}/`)}
          onLeave={onLeave}
        >
          {t.frame.claims}
        </Item>
        {mayReadSomeBoard(session) && (
          <Item to={board} icon="board" isHere={(at) => at.endsWith('/board')} onLeave={onLeave}>
            {t.frame.board}
          </Item>
        )}
        {mayReadLog(session) && (
          <Item to={ROUTES.audit} icon="ledger" onLeave={onLeave}>
            {t.frame.audit}
          </Item>
        )}
        {mayManage(session) && (
          <Item to={ROUTES.people} icon="cog" isHere={(at) => at.startsWith('/admin/')} onLeave={onLeave}>
            {t.frame.admin}
          </Item>
        )}
      </ul>
      <h2>{t.frame.inbox}</h2>
      <ul>
        {(desks ?? []).map(({ id, slug, name, counts: { queued } }) => (
          <Item
            key={id}
            to={inboxPath(slug)}
            icon="inbox"
            count={t.common.total(queued.count, queued.isCapped)}
            isHere={(at) => !isView && at === inboxPath(slug)}
            onLeave={onLeave}
          >
            {name}
          </Item>
        ))}
        {(desks?.length ?? 0) > 1 && (
          <Item
            to={inboxPath(ALL_DESKS)}
            icon="inbox"
            isHere={(at) => !isView && at === inboxPath(ALL_DESKS)}
            onLeave={onLeave}
          >
            {t.frame.allDesks}
          </Item>
        )}
      </ul>
      <ViewLinks onLeave={onLeave} />
      <div className="navigation-end">
        <button type="button" className="nav-link" onClick={() => openOverlay('palette')}>
          <Icon name="search" />
          <span>{t.frame.palette}</span>
          <kbd aria-hidden="true">{MOD} K</kbd>
        </button>
        <button type="button" className="nav-link" onClick={() => openOverlay('keys')}>
          <Icon name="keys" />
          <span>{t.frame.keys}</span>
          <kbd aria-hidden="true">?</kbd>
        </button>
        <AccountMenu session={session} />
      </div>
    </nav>
  );
}

interface ItemProps {
  readonly to: string;
  readonly icon: IconName;
  readonly count?: string;
  /** Whether an address belongs to the item; its own does where this is left out. */
  readonly isHere?: (at: string) => boolean;
  readonly children: React.ReactNode;
  readonly onLeave: (() => void) | undefined;
}

function Item({ to, icon, count = '', isHere, children, onLeave }: ItemProps) {
  const [path] = useLocation();
  return (
    <li>
      <Link
        to={to}
        className="nav-link"
        aria-current={(isHere?.(path) ?? path === to) ? 'page' : undefined}
        onClick={onLeave}
      >
        <Icon name={icon} />
        <span>{children}</span>
        {count !== '' && (
          <span className="count">
            <span aria-hidden="true">{count}</span>
            <span className="hidden">{t.frame.waiting(count)}</span>
          </span>
        )}
      </Link>
    </li>
  );
}
