import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Board1764000009000 } from '../migrations/1764000009000-board.js';
import { dataSourceOptions } from '../src/database/data-source.js';
import { migrateDatabase } from '../src/database/migrate.js';
import { ExpireLeases } from '../src/review/expire-leases.js';
import { systemActor } from '../src/kernel/actor.js';
import { DeskApp } from './desk-app.js';
import { RELEASE, RENEW, TAKE } from './operations.js';

const JOB = { actor: systemActor('expire-leases'), requestId: 'test' };

it('finds the leases that ran out before in the sealed log, with who held each', async () => {
  const app = await DeskApp.start();
  const dataSource = await new DataSource({ ...dataSourceOptions(app.databaseUrl, 2), extra: {} }).initialize();
  try {
    const deskId = await app.desk('before');
    const [mara, noor] = [await app.person('EDITOR'), await app.person('EDITOR')];
    const reviews = await app.reviews(deskId, 3);
    const take = async (person: typeof mara, id: string) => (await person.data(TAKE, { id })).answer.review.lease;
    for (const [i, person] of [mara, noor, mara].entries()) {
      const id = reviews[i % 2]!.reviewId;
      const { token } = await take(person, id);
      await person.data(RENEW, { id, leaseToken: token });
      await app.sql('UPDATE review SET lease_until = now() - make_interval(hours => $2) WHERE id = $1', [id, 5 - i]);
      await app.app.get(ExpireLeases).handle(JOB);
    }
    const released = reviews[2]!.reviewId;
    await mara.data(RELEASE, { id: released, leaseToken: (await take(mara, released)).token });
    await app.seal();
    const rows = () => app.sql('SELECT * FROM lease_expiry ORDER BY ended_at');
    const before = await rows();
    expect(before.map(({ holder_id: holder }) => holder)).toEqual([mara.id, noor.id, mara.id]);

    let undone: string | undefined;
    do {
      undone = (await app.sql('SELECT name FROM migration ORDER BY id DESC LIMIT 1'))[0].name;
      await dataSource.undoLastMigration();
    } while (undone !== Board1764000009000.name);
    expect(await app.sql(`SELECT to_regclass('public.lease_expiry') AS found`)).toEqual([{ found: null }]);
    await migrateDatabase(app.databaseUrl);
    expect(await rows()).toEqual(before);
  } finally {
    await dataSource.destroy();
    await app.stop();
  }
});
