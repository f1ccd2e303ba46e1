import { DataSource } from 'typeorm';
import { AddUser } from '../src/auth/add-user.js';
import { AUTH_ENTITIES } from '../src/auth/auth-entities.js';
import { CreateApiToken } from '../src/auth/create-api-token.js';
import { dataSourceOptions } from '../src/database/data-source.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { EnsureDesk } from '../src/desks/ensure-desk.js';
import { DeskEntity } from '../src/desks/desk.entity.js';
import { type Role, systemActor, TOKEN_SCOPES } from '../src/kernel/actor.js';
import type { Caller } from '../src/kernel/caller.js';
import type { Person } from './client.js';

/** Leases last this long, so that many of them run out during a frozen process or a slow restart. */
export const LEASE_SECONDS = 4;
/** The shortest that a desk may have. */
const REVIEW_HOURS = 1;
const DAY_MS = 86_400_000;

const CALLER: Caller = { actor: systemActor('torture'), requestId: 'torture' };

export interface Desk {
  readonly id: string;
  readonly signOffs: number;
}

/** The people and desks of a run. */
export interface Team {
  readonly desks: readonly Desk[];
  readonly editors: readonly Person[];
  readonly submitters: readonly Person[];
  readonly chief: Person;
}

/**
 * Makes two desks, one with a sign-off, and everybody's account with an API token.
 *
 * @param appUrl connection of the application's role
 */
export async function makeTeam(appUrl: string, editors: number): Promise<Team> {
  const options = { ...dataSourceOptions(appUrl, 2), entities: [...AUTH_ENTITIES, DeskEntity], logging: false };
  const dataSource = await new DataSource(options).initialize();
  try {
    const unitOfWork = new UnitOfWork(dataSource);
    const desks = await Promise.all([0, 1].map((signOffs) => makeDesk(unitOfWork, signOffs)));
    const several = (count: number, role: Role, name: string): Promise<Person[]> =>
      Promise.all(Array.from({ length: count }, (_, i) => makePerson(unitOfWork, role, `${name} ${i + 1}`)));
    return {
      desks,
      editors: await several(editors, 'EDITOR', 'Editor'),
      submitters: await several(2, 'CHECKER', 'Submitter'),
      chief: (await several(1, 'CHIEF_EDITOR', 'Chief'))[0]!,
    };
  } finally {
    await dataSource.destroy();
  }
}

async function makeDesk(unitOfWork: UnitOfWork, signOffs: number): Promise<Desk> {
  const id = await new EnsureDesk(unitOfWork).run(CALLER, {
    slug: `torture-${signOffs}`,
    name: `Desk with ${signOffs} sign-offs`,
    description: '',
    topics: [],
    languages: [],
    signOffsRequired: signOffs,
    reviewHours: REVIEW_HOURS,
    leaseSeconds: LEASE_SECONDS,
    basePriority: 50,
    isDefault: false,
  });
  return { id, signOffs };
}

async function makePerson(unitOfWork: UnitOfWork, role: Role, name: string): Promise<Person> {
  const email = `${name.toLowerCase().replace(' ', '-')}@torture.example`;
  const { id } = await new AddUser(unitOfWork).run(CALLER, { email, name, roles: [{ role, deskId: null }] });
  const { secret } = await new CreateApiToken(unitOfWork).run(CALLER, {
    name: 'torture',
    scopes: TOKEN_SCOPES.filter((scope) => scope !== 'admin'),
    expiresAt: new Date(Date.now() + 2 * DAY_MS),
    userId: id,
  });
  return { id, name, token: secret };
}
