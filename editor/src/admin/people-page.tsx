import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import type { Session } from '../api/session.js';
import { type Desk, useDesks } from '../frame/desks.js';
import { ROUTES } from '../routes.js';
import { t } from '../text/admin.js';
import { Icon } from '../ui/icon.js';
import { AddPerson } from './add-person.js';
import { AdminColumns, rowId } from './admin-columns.js';
import { AdminPage } from './admin-page.js';
import { type GivenPassword, OneTimePassword } from './one-time-password.js';
import { PeopleList } from './people-list.js';
import { type Filters, readFilters, writeFilters } from './person-filters.js';
import { PersonPanel } from './person-panel.js';

/** In the place of an id: nobody yet. */
const NEW = 'new';

/** Who has an account, and what they may do. */
export function PeoplePage({ session }: { session: Session }) {
  const [params] = useSearchParams();
  const { desks } = useDesks();
  return (
    <AdminPage
      session={session}
      title={t.people.title}
      actions={
        <Link id={rowId(NEW)} to={pathOf(readFilters(params), NEW)} className="button primary">
          <Icon name="plus" />
          {t.people.add}
        </Link>
      }
    >
      <People session={session} desks={desks} />
    </AdminPage>
  );
}

const pathOf = (filters: Filters, open: string | null): string => {
  const query = writeFilters(filters, open).toString();
  return query === '' ? ROUTES.people : `${ROUTES.people}?${query}`;
};

function People({ session, desks }: { session: Session; desks: readonly Desk[] | null }) {
  const [params, setParams] = useSearchParams();
  const [, navigate] = useLocation();
  const [given, setGiven] = useState<GivenPassword | null>(null);
  const filters = readFilters(params);
  const open = params.get('person');
  const setFilters = (changes: Partial<Filters>): void =>
    setParams(writeFilters({ ...filters, ...changes }, open), { replace: true });
  const closePath = pathOf(filters, null);
  return (
    <>
      {given && <OneTimePassword given={given} onClose={() => setGiven(null)} />}
      <AdminColumns
        open={open}
        list={
          <PeopleList
            filters={filters}
            setFilters={setFilters}
            desks={desks ?? []}
            open={open}
            ownId={session.user.id}
            pathOf={(id) => pathOf(filters, id)}
          />
        }
        panel={
          desks === null ? null : open === NEW ? (
            <AddPerson
              desks={desks}
              closePath={closePath}
              onAdded={({ id, name }, password) => {
                navigate(pathOf(filters, id));
                if (password !== null) setGiven({ name, password });
              }}
            />
          ) : (
            <PersonPanel key={open} id={open!} desks={desks} ownId={session.user.id} closePath={closePath} />
          )
        }
      />
    </>
  );
}
