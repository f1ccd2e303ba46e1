import { Button } from 'react-aria-components/Button';
import type { Selection } from 'react-aria-components/ListBox';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { useLocation } from 'wouter';
import { type Session, signOut } from '../api/session.js';
import { useStore } from '../api/store.js';
import { ROUTES } from '../routes.js';
import { t } from '../text/index.js';
import { theme, THEMES } from '../theme.js';
import { Icon } from '../ui/icon.js';
import { say } from '../ui/toast.js';
import { useDesks } from './desks.js';

/** Who is signed in, the colours, the tools, and the way out. */
export function AccountMenu({ session: { user } }: { session: Session }) {
  const chosen = useStore(theme);
  const [, navigate] = useLocation();
  const { desks } = useDesks();
  const deskName = (id: string): string => desks?.find((desk) => desk.id === id)?.name ?? '';
  const roles = user.roles.map(({ role, deskId }) =>
    deskId === null ? t.roles[role] : t.frame.onOneDesk(t.roles[role], deskName(deskId)),
  );
  const isChief = user.roles.some(({ role }) => role === 'CHIEF_EDITOR');
  const leave = (everywhere: boolean): void => void signOut(everywhere).catch(() => say(t.failures.notReached));
  return (
    <MenuTrigger>
      <Button className="nav-link" aria-label={t.frame.account(user.name)}>
        <Icon name="user" />
        <span>{user.name}</span>
        <Icon name="down" />
      </Button>
      <Popover className="popover" placement="top start">
        <Menu className="options">
          <MenuSection selectionMode="single" selectedKeys={[chosen]} onSelectionChange={(keys) => chooseTheme(keys)}>
            <Header>
              <strong>{user.name}</strong>
              <span>{roles.join(' · ')}</span>
            </Header>
            {THEMES.map((each) => (
              <MenuItem key={each} id={each} className="option" textValue={t.frame.themes[each]}>
                {t.frame.theme}: {t.frame.themes[each]}
              </MenuItem>
            ))}
          </MenuSection>
          <Separator />
          <MenuItem className="option" onAction={() => navigate(ROUTES.tokens)}>
            {t.frame.adminPages.tokens}
          </MenuItem>
          <MenuItem className="option" href="/graphiql" target="_blank">
            {t.frame.graphiql}
          </MenuItem>
          {isChief ? (
            <MenuItem className="option" href="/admin/queues/" target="_blank">
              {t.frame.queues}
            </MenuItem>
          ) : null}
          <Separator />
          <MenuItem className="option" onAction={() => leave(false)}>
            {t.frame.signOut}
          </MenuItem>
          <MenuItem className="option" onAction={() => leave(true)}>
            {t.frame.signOutEverywhere}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function chooseTheme(keys: Selection): void {
  const chosen = THEMES.find((each) => keys !== 'all' && keys.has(each));
  if (chosen !== undefined) theme.set(chosen);
}
