import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Role, systemActor } from '../kernel/actor.js';
import { insertUser } from './add-user.js';
import { hashPassword } from './password.js';
import { insertGrants } from './write-grants.js';

export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** Two editors, because nobody signs off their own decision. The addresses can receive no mail (RFC 2606). */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { email: 'checker@demo.example', name: 'Chidi Okafor', role: 'CHECKER' },
  { email: 'editor@demo.example', name: 'Edda Lindqvist', role: 'EDITOR' },
  { email: 'second-editor@demo.example', name: 'Emre Aydin', role: 'EDITOR' },
  { email: 'auditor@demo.example', name: 'Aiko Tanaka', role: 'AUDITOR' },
];

/** Adds people to try Claimdesk with. For the embedded database only: their passwords are no secret. */
@Injectable()
export class EnsureDemoEditors {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @param passwordOf the password to give to the person with this e-mail address
   * @returns those who were added; who was there already keeps password and roles
   */
  async run(passwordOf: (email: string) => string): Promise<DemoPerson[]> {
    const there = await this.database.rows<{ email: string }>(
      'SELECT email FROM public.app_user WHERE email = ANY($1)',
      [DEMO_PEOPLE.map(({ email }) => email)],
    );
    const missing = DEMO_PEOPLE.filter((person) => !there.some(({ email }) => email === person.email));
    if (missing.length === 0) return []; // the usual start: no hashing, no transaction
    const hashes = await Promise.all(missing.map(({ email }) => hashPassword(passwordOf(email))));
    const caller = { actor: systemActor('setup'), requestId: 'first-start' };
    return this.unitOfWork.run(caller, 'ensureDemoEditors', async (tx) => {
      const added: DemoPerson[] = [];
      for (const [i, person] of missing.entries()) {
        const id = await insertUser(tx, { ...person, passwordHash: hashes[i]!, mustChangePassword: false });
        if (id === null) continue; // another process was quicker
        await insertGrants(tx, id, [{ role: person.role, deskId: null }]);
        added.push(person);
      }
      return added;
    });
  }
}
