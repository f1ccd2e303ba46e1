import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddClaimantAlias } from '../src/claims/add-claimant-alias.js';
import { AppearanceStance } from '../src/claims/vocabulary.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { intakeBatch } from '../src/intake/intake-batch.js';
import type { Submission, SubmittedAppearance } from '../src/intake/submission.js';
import { JobQueue } from '../src/jobs/job-queue.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { SUBMIT, SUBMIT_MANY } from './operations.js';

let app: DeskApp;
let ines: Person;
let paul: Person;
let deskId: string;
beforeAll(async () => {
  app = await DeskApp.start();
  ines = await app.person('CHECKER');
  paul = await app.person('SERVICE');
  deskId = await app.desk('intake');
});
afterAll(() => app.stop());

const submit = async (input: Submission, by = ines) => (await by.data(SUBMIT, { input })).answer;
const submitMany = async (items: Submission[], by = ines) => (await by.data(SUBMIT_MANY, { items })).answer as any[];
const stances = (answer: any): string[] => answer.claim.appearances.map(({ stance }: any) => stance);

let articles = 0;
/** An article that is like no other one. */
const appearance = (changes: Partial<SubmittedAppearance['article']> = {}): SubmittedAppearance => ({
  article: { outlet: 'Another outlet', citation: `Story ${(articles += 1)}`, language: 'en', ...changes },
  stance: AppearanceStance.ASSERTS,
});
const again = (submission: Submission, changes: Partial<Submission> = {}): Submission => ({
  ...submission,
  appearances: [appearance()],
  ...changes,
});

describe('a new claim', () => {
  it('comes with its appearance, events and job in one transaction', async () => {
    const { outcome, claim } = await submit(app.submission(deskId));
    expect({ outcome, version: claim.version, desk: claim.desk.id }).toEqual({
      outcome: 'CREATED',
      version: 1,
      desk: deskId,
    });
    const [article] = await app.sql('SELECT article_id AS id FROM appearance WHERE claim_id = $1', [claim.id]);
    // xmin is the transaction that wrote a row
    const transactions = await app.sql(
      `SELECT xmin::text AS x FROM claim WHERE id = $1
       UNION SELECT xmin::text FROM appearance WHERE claim_id = $1 UNION SELECT xmin::text FROM article WHERE id = $2
       UNION SELECT xid::text FROM audit.event WHERE stream IN ($1, $2)
       UNION SELECT xmin::text FROM bullmq.job WHERE data->>'claimId' = $1::text`,
      [claim.id, article.id],
    );
    expect(transactions).toHaveLength(1);
    const by = { op: 'INSERT', actor: `user:${ines.id}`, action: 'submitClaim' };
    expect(await app.events(claim.id)).toEqual([
      { seq: 1, table: 'claim', ...by },
      { seq: 2, table: 'appearance', ...by },
    ]);
    expect(await app.events(article.id)).toEqual([{ seq: 1, table: 'article', ...by }]);
    expect(
      await app.sql(`SELECT id, name, state, max_attempts FROM bullmq.job WHERE data->>'claimId' = $1`, [claim.id]),
    ).toEqual([{ id: `open-review-${claim.id}`, name: 'open-review', state: 'waiting', max_attempts: 5 }]);
  });

  it('leaves nothing where its unit of work fails after everything', async () => {
    const submission = app.submission(deskId);
    const before = await app.fingerprint();
    const work = app.app.get(UnitOfWork).run(SYSTEM, 'submitClaim', async (tx) => {
      const [result] = await intakeBatch(tx, app.app.get(JobQueue), null, [submission]);
      expect(result).toMatchObject({ outcome: 'CREATED' });
      expect(await tx.rows('SELECT FROM claim WHERE statement = $1', [submission.statement])).toHaveLength(1);
      throw new Error('after everything');
    });
    await expect(work).rejects.toThrow('after everything');
    expect(await app.fingerprint()).toEqual(before);
    expect((await submit(submission)).outcome).toBe('CREATED');
  });

  it.each([
    ['where the job is added', 'TRIGGER fail BEFORE INSERT ON bullmq.job'],
    ['where the answer is kept, the last statement', 'TRIGGER fail BEFORE DELETE ON idempotency_key'],
    ['at COMMIT', 'CONSTRAINT TRIGGER fail AFTER INSERT ON claim DEFERRABLE INITIALLY DEFERRED'],
  ])('leaves nothing where the database fails %s', async (where, trigger) => {
    const input = app.submission(deskId, { idempotencyKey: where });
    const before = await app.fingerprint();
    await app.sql(
      `CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no space left'; END $$`,
    );
    await app.sql(`CREATE ${trigger} FOR EACH ROW EXECUTE FUNCTION public.fail()`);
    const { errors } = await ines.ask(SUBMIT, { input });
    await app.sql('DROP FUNCTION public.fail CASCADE');
    expect(errors?.map(({ extensions, message }) => [extensions.code, message])).toEqual([
      ['INTERNAL_SERVER_ERROR', 'Something went wrong on our side. The request id helps us to find out what.'],
    ]);
    expect(await app.fingerprint()).toEqual(before);
    expect((await submit(input)).outcome).toBe('CREATED');
  });
});

describe('the same claim again', () => {
  const original = 'The “Treaty” cuts tariffs by 1.5% — no more, no less!';
  it.each([
    ['case', 'the “treaty” CUTS Tariffs by 1.5% — No more, no Less!'],
    ['punctuation', '"The Treaty" cuts tariffs by 1.5%; no more; no less.'],
    ['white space', '  The\t“Treaty”\u00a0cuts   tariffs\nby 1.5% — no more, no less! '],
    ['compatibility forms (NFKC)', 'Ｔｈｅ “Treaty” cuts tari\ufb00s by 1.5％ — no more, no less!'],
    ['invisible characters', '\u200fThe “Trea\u00adty” cuts tar\u200biffs by 1.5% — no more, no less!\ufeff'],
  ])('in another form (%s) and article becomes an appearance of the first', async (form, statement) => {
    const claimant = `Claimant of ${form}`;
    const first = (await submit(app.submission(deskId, { statement: original, claimant }))).claim;
    const { outcome, claim } = await submit(
      again(app.submission(deskId), { statement, claimant: ` ${claimant.toUpperCase()}. ` }),
      paul,
    );
    expect({ outcome, id: claim.id, version: claim.version }).toEqual({
      outcome: 'APPEARANCE_ADDED',
      id: first.id,
      version: 2,
    });
    expect({ statement: claim.statement, claimant: claim.claimant }).toEqual({ statement: original, claimant });
    const by = { actor: `user:${paul.id}`, action: 'submitClaim' };
    expect((await app.events(first.id)).slice(2)).toEqual([
      { seq: 3, table: 'claim', op: 'UPDATE', ...by },
      { seq: 4, table: 'appearance', op: 'INSERT', ...by },
    ]);
    expect(await app.sql(`SELECT FROM bullmq.job WHERE data->>'claimId' = $1`, [first.id])).toHaveLength(1);
  });

  it.each([
    ['a number', 'The “Treaty” cuts tariffs by 15% — no more, no less!'],
    ['a word', 'The “Treaty” cuts tariffs by 1.5% — no more, no fewer!'],
  ])('with %s changed is another claim', async (difference, statement) => {
    const claimant = `Claimant of ${difference}`;
    const first = await submit(app.submission(deskId, { statement: original, claimant }));
    const { outcome, claim } = await submit(app.submission(deskId, { statement, claimant }));
    expect(outcome).toBe('CREATED');
    expect(claim.id).not.toBe(first.claim.id);
  });

  it('of another claimant is another claim', async () => {
    const submission = app.submission(deskId);
    await submit(submission);
    expect((await submit({ ...submission, claimant: 'Somebody else' })).outcome).toBe('CREATED');
  });

  it('in the same article with the same stance is known already, and nothing changes', async () => {
    const submission = app.submission(deskId);
    const { claim } = await submit(submission);
    const before = await app.fingerprint();
    expect(await submit({ ...submission, topics: ['other'] }, paul)).toEqual({
      __typename: 'SubmitClaimSuccess',
      outcome: 'ALREADY_KNOWN',
      claim,
    });
    expect(await app.fingerprint()).toEqual(before);
  });

  it('in the same article with another stance is one more appearance', async () => {
    const submission = app.submission(deskId);
    await submit(submission);
    const appearances = [{ ...submission.appearances[0]!, stance: AppearanceStance.DENIES }];
    const answer = await submit({ ...submission, appearances });
    expect(answer).toMatchObject({ outcome: 'APPEARANCE_ADDED', claim: { version: 2 } });
    expect(stances(answer).toSorted()).toEqual(['DENIES', 'REPORTS']);
  });

  it('raises the version once, however many appearances it brings', async () => {
    const submission = app.submission(deskId);
    await submit(submission);
    const answer = await submit(
      again(submission, { appearances: [appearance(), ...submission.appearances, appearance()] }),
    );
    expect(answer).toMatchObject({ outcome: 'APPEARANCE_ADDED', claim: { version: 2 } });
    expect(stances(answer)).toHaveLength(3);
  });
});

describe('a claimant’s other spelling', () => {
  it('becomes the canonical name; the appearance keeps the name as written', async () => {
    await app.app.get(AddClaimantAlias).run(SYSTEM, { alias: 'Volodymyr Zelenskyy', claimant: 'Volodymyr Zelensky' });
    const { claim } = await submit(
      app.submission(deskId, { statement: 'It is over.', claimant: 'Volodymyr Zelensky' }),
    );
    const answer = await submit(
      again(app.submission(deskId), { statement: 'It is over.', claimant: ' VOLODYMYR Zelenskyy ' }),
    );
    expect(answer).toMatchObject({
      outcome: 'APPEARANCE_ADDED',
      claim: { id: claim.id, claimant: 'Volodymyr Zelensky' },
    });
    const given = { ...appearance(), claimantAsWritten: 'Mr Zelenskyj' };
    await submit(
      again(app.submission(deskId), {
        statement: 'It is over.',
        claimant: 'Volodymyr Zelenskyy',
        appearances: [given],
      }),
    );
    expect(
      await app.sql('SELECT claimant_as_written AS written FROM appearance WHERE claim_id = $1 ORDER BY id', [
        claim.id,
      ]),
    ).toEqual([{ written: null }, { written: 'VOLODYMYR Zelenskyy' }, { written: 'Mr Zelenskyj' }]);
  });
});

describe('an article', () => {
  /** Submits new claims, one in each of the articles. @returns the id of the article that each is in */
  async function articlesOf(...each: Partial<SubmittedAppearance['article']>[]): Promise<string[]> {
    const ids = [];
    for (const changes of each) {
      const { claim } = await submit(app.submission(deskId, { appearances: [appearance(changes)] }));
      ids.push(
        (await app.sql('SELECT article_id AS id FROM appearance WHERE claim_id = $1', [claim.id]))[0].id as string,
      );
    }
    return ids;
  }

  it('is known by its address, without fragment and tracking', async () => {
    const [a, b, c, d] = await articlesOf(
      { url: 'https://news.example/2025/story?id=7', citation: null, outlet: 'News' },
      {
        url: ' HTTPS://News.Example:443/2025/story?utm_source=x&id=7&fbclid=1#part',
        citation: 'As cited',
        outlet: 'Another name',
      },
      { url: 'https://news.example/2025/story?id=8', citation: null },
      { url: 'http://news.example/2025/story?id=7', citation: null },
    );
    expect(b).toBe(a);
    expect(new Set([a, c, d]).size).toBe(3);
    expect(await app.sql('SELECT url, outlet, citation FROM article WHERE id = $1', [a])).toEqual([
      { url: 'https://news.example/2025/story?id=7', outlet: 'News', citation: null },
    ]);
  });

  it('is known by outlet and citation where it has no address', async () => {
    const [a, b, c, d, e] = await articlesOf(
      { outlet: 'Radio', citation: 'Evening news, 3 May' },
      { outlet: ' Radio ', citation: 'Evening news, 3 May ' },
      { outlet: 'Radio', citation: 'Evening news, 4 May' },
      { outlet: 'Television', citation: 'Evening news, 3 May' },
      { outlet: 'Radio', citation: 'Evening news, 3 May', url: 'https://radio.example/3' },
    );
    expect(b).toBe(a);
    expect(new Set([a, c, d, e]).size).toBe(4);
  });
});

describe('an idempotency key', () => {
  it('makes the same call again answer the same and change nothing', async () => {
    const input = app.submission(deskId, { idempotencyKey: 'same' });
    const first = await submit(input);
    const before = await app.fingerprint();
    // often enough for the document to be compiled meanwhile
    for (let i = 0; i < 6; i += 1) expect(await submit(input)).toEqual(first);
    expect(await submitMany([input, app.submission(deskId, { idempotencyKey: 'same' })])).toMatchObject([
      { outcome: 'CREATED', claim: { id: first.claim.id } },
      { code: 'IDEMPOTENCY_KEY_REUSED', path: ['items', '1', 'idempotencyKey'] },
    ]);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('is refused for another input', async () => {
    const input = app.submission(deskId, { idempotencyKey: 'other' });
    await submit(input);
    const before = await app.fingerprint();
    for (const changes of [{ statement: 'Another statement.' }, { topics: ['x'] }, { appearances: [appearance()] }]) {
      expect(await submit({ ...input, ...changes })).toEqual({
        __typename: 'IdempotencyKeyReusedError',
        code: 'IDEMPOTENCY_KEY_REUSED',
        message: 'You used this idempotency key for another submission. Make a new one.',
        path: ['input', 'idempotencyKey'],
      });
    }
    expect(await app.fingerprint()).toEqual(before);
  });

  it('is not used up by a refused submission', async () => {
    const input = app.submission(deskId, { idempotencyKey: 'mended' });
    expect((await submit({ ...input, deskId: ines.id })).code).toBe('INVALID_INPUT');
    expect((await submit(input)).outcome).toBe('CREATED');
  });

  it('is the user’s own', async () => {
    const [a, b] = [
      app.submission(deskId, { idempotencyKey: 'mine' }),
      app.submission(deskId, { idempotencyKey: 'mine' }),
    ];
    const answers = [await submit(a, ines), await submit(b, paul)];
    expect(answers.map(({ outcome }) => outcome)).toEqual(['CREATED', 'CREATED']);
    expect(answers[0].claim.id).not.toBe(answers[1].claim.id);
  });
});

describe('at the same time', () => {
  const outcomes = (answers: any[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { outcome, code } of answers) counts[outcome ?? code] = (counts[outcome ?? code] ?? 0) + 1;
    return counts;
  };
  const versionOf = async (claimId: string) =>
    (await app.sql('SELECT version FROM claim WHERE id = $1', [claimId]))[0].version;

  it('20 people submit one claim in 20 articles: one claim, 20 appearances, one gapless stream', async () => {
    const submission = app.submission(deskId);
    const people = await Promise.all(Array.from({ length: 20 }, () => app.person('CHECKER')));
    const answers = await Promise.all(people.map((person) => submit(again(submission), person)));
    expect(outcomes(answers)).toEqual({ CREATED: 1, APPEARANCE_ADDED: 19 });
    expect(new Set(answers.map(({ claim }) => claim.id)).size).toBe(1);
    const { id } = answers[0].claim;
    expect(await versionOf(id)).toBe(20);
    expect(await app.sql('SELECT FROM appearance WHERE claim_id = $1', [id])).toHaveLength(20);
    expect(await app.sql(`SELECT FROM bullmq.job WHERE data->>'claimId' = $1`, [id])).toHaveLength(1);
    // one for the claim, one for each appearance, and one for each rise of the version
    expect((await app.events(id)).map(({ seq }) => seq)).toEqual(Array.from({ length: 1 + 20 + 19 }, (_, i) => i + 1));
  });

  it.each(['a new article', 'a known article'])(
    '20 people add %s to a claim: one adds it, and for the others nothing changes',
    async (kind) => {
      const submission = app.submission(deskId);
      const { claim } = await submit(submission);
      const same = again(submission);
      // With a new article the others wait for its row; with a known one only the claim itself keeps them apart
      if (kind === 'a known article') await submit(app.submission(deskId, { appearances: same.appearances }));
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => submit(same, i % 2 === 0 ? ines : paul)));
      expect(outcomes(answers)).toEqual({ APPEARANCE_ADDED: 1, ALREADY_KNOWN: 19 });
      expect(await versionOf(claim.id)).toBe(2);
      expect(await app.events(claim.id)).toHaveLength(4);
    },
  );

  it('20 people submit one new claim in one article: one claim with one appearance', async () => {
    const submission = app.submission(deskId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => submit(submission, i % 2 === 0 ? ines : paul)),
    );
    expect(outcomes(answers)).toEqual({ CREATED: 1, ALREADY_KNOWN: 19 });
    expect(await app.events(answers[0].claim.id)).toHaveLength(2);
  });

  it('calls with one key have one effect and answer the same', async () => {
    const input = app.submission(deskId, { idempotencyKey: 'at once' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(input)));
    expect(outcomes(answers)).toEqual({ CREATED: 10 });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await app.events(answers[0].claim.id)).toHaveLength(2);
  });

  it('calls with one key for two inputs: one is taken in, the other refused', async () => {
    const inputs = Array.from({ length: 10 }, () => app.submission(deskId, { idempotencyKey: 'torn' }));
    const answers = await Promise.all(inputs.map((input) => submit(input)));
    expect(outcomes(answers)).toEqual({ CREATED: 1, IDEMPOTENCY_KEY_REUSED: 9 });
    const statements = inputs.map(({ statement }) => statement);
    expect(await app.sql('SELECT FROM claim WHERE statement = ANY($1)', [statements])).toHaveLength(1);
  });

  it('a bulk and its items one by one, all with keys, have one effect each', async () => {
    const items = Array.from({ length: 30 }, (_, i) => app.submission(deskId, { idempotencyKey: `bulk ${i}` }));
    const [bulk, ...singles] = await Promise.all([submitMany(items), ...items.map((item) => submit(item))]);
    expect(outcomes([...bulk, ...singles])).toEqual({ CREATED: 60 });
    expect(bulk.map(({ claim }) => claim.id)).toEqual(singles.map(({ claim }) => claim.id));
  });

  it('bulks of the same claims in opposite order come to one claim each, and never wait for each other in a ring', async () => {
    const [before] = await app.sql('SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()');
    for (let round = 0; round < 15; round += 1) {
      const first = Array.from({ length: 40 }, () => app.submission(deskId));
      const orders = [first, first.toReversed(), first.slice(20), first.toReversed().slice(20)];
      const created = await Promise.all(orders.map((items, i) => submitMany(items, i % 2 === 0 ? ines : paul)));
      expect(outcomes(created.flat())).toEqual({ CREATED: 40, ALREADY_KNOWN: 80 });
      // and once more, now that all are known, each in an article that all orders share and in one of its own
      const shared = new Map(first.map((item) => [item, appearance()]));
      const grown = orders.map((items) =>
        items.map((item) => again(item, { appearances: [shared.get(item)!, appearance()] })),
      );
      const added = await Promise.all(grown.map((items, i) => submitMany(items, i % 2 === 0 ? ines : paul)));
      expect(outcomes(added.flat())).toEqual({ APPEARANCE_ADDED: 120 });
      // and with another stance there: no row of a new claim or article keeps them apart now, only the claims themselves
      const denied = orders.map((items) =>
        items.map((item) => again(item, { appearances: [{ ...shared.get(item)!, stance: AppearanceStance.DENIES }] })),
      );
      const denials = await Promise.all(denied.map((items, i) => submitMany(items, i % 2 === 0 ? ines : paul)));
      expect(outcomes(denials.flat())).toEqual({ APPEARANCE_ADDED: 40, ALREADY_KNOWN: 80 });
    }
    expect(await app.gaps()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 1200)); // Postgres reports its counts once a second
    const [after] = await app.sql('SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()');
    expect(after).toEqual(before);
  }, 60_000);
});
