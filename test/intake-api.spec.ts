import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppearanceStance, LIMITS } from '../src/claims/vocabulary.js';
import type { Submission, SubmittedAppearance } from '../src/intake/submission.js';
import { DeskApp, type Person } from './desk-app.js';
import { SUBMIT, SUBMIT_MANY } from './operations.js';

let app: DeskApp;
let ines: Person;
let deskId: string;
beforeAll(async () => {
  app = await DeskApp.start();
  ines = await app.person('CHECKER');
  deskId = await app.desk('intake');
});
afterAll(() => app.stop());

const submit = async (input: object) => (await ines.data(SUBMIT, { input })).answer;
const submitMany = async (items: object[]) => (await ines.data(SUBMIT_MANY, { items })).answer as any[];
const claimRow = async (id: string) =>
  (
    await app.sql(
      'SELECT statement, claimant, language, topics, claimed_at AS "claimedAt", desk_id AS "deskId" FROM claim WHERE id = $1',
      [id],
    )
  )[0];

let articles = 0;
const appearance = (article: object = {}, changes: object = {}): SubmittedAppearance => ({
  article: { outlet: 'An outlet', citation: `Story ${(articles += 1)}`, language: 'en', ...article },
  stance: AppearanceStance.ASSERTS,
  ...changes,
});
const withArticle = (article: object) => app.submission(deskId, { appearances: [appearance(), appearance(article)] });
const withAppearance = (changes: object) => app.submission(deskId, { appearances: [appearance({}, changes)] });

const NOT_STORABLE = 'must not hold NUL characters or halves of surrogate pairs.';
const BAD_URL =
  'This must be a whole address that begins with http:// or https://, at most 2000 characters when written out.';
const BAD_LANGUAGE = 'language must be a BCP 47 tag, such as en, pt-BR or zh-Hant.';
/** What is refused wherever it is submitted: what it is, the submission, the path to the field, and the message. */
const refused: [string, () => Submission, string[], string][] = [
  [
    'a blank statement',
    () => app.submission(deskId, { statement: ' \u200b\t' }),
    ['statement'],
    'statement must not be blank.',
  ],
  [
    'an empty statement',
    () => app.submission(deskId, { statement: '' }),
    ['statement'],
    'statement must be 1 to 2000 characters long.',
  ],
  ['NUL', () => app.submission(deskId, { statement: 'a\0b' }), ['statement'], `statement ${NOT_STORABLE}`],
  [
    'half of a surrogate pair',
    () => app.submission(deskId, { claimant: 'x\ud800' }),
    ['claimant'],
    `claimant ${NOT_STORABLE}`,
  ],
  [
    'punctuation and nothing else',
    () => app.submission(deskId, { statement: '“…” – ?!' }),
    ['statement'],
    'The statement holds nothing but punctuation.',
  ],
  [
    '2001 characters',
    () => app.submission(deskId, { statement: '💬'.repeat(2001) }),
    ['statement'],
    'statement must be 1 to 2000 characters long.',
  ],
  ['a bad language', () => app.submission(deskId, { language: 'English, US' }), ['language'], BAD_LANGUAGE],
  [
    'a bad language of an article',
    () => withArticle({ language: 'en_US' }),
    ['appearances', '1', 'article', 'language'],
    BAD_LANGUAGE,
  ],
  [
    'no appearances',
    () => app.submission(deskId, { appearances: [] }),
    ['appearances'],
    'appearances must contain at least 1 elements.',
  ],
  [
    '51 appearances',
    () => app.submission(deskId, { appearances: Array.from({ length: 51 }, () => appearance()) }),
    ['appearances'],
    'appearances must contain no more than 50 elements.',
  ],
  ['a relative address', () => withArticle({ url: '/story/1' }), ['appearances', '1', 'article', 'url'], BAD_URL],
  [
    'an address that is none of the web',
    () => withArticle({ url: 'javascript:alert(1)' }),
    ['appearances', '1', 'article', 'url'],
    BAD_URL,
  ],
  [
    'neither address nor citation',
    () => withArticle({ citation: null }),
    ['appearances', '1', 'article'],
    'An article needs its url, or a citation by which it can be found.',
  ],
  ['an unknown desk', () => app.submission(ines.id), ['deskId'], 'There is no such desk.'],
  ['a desk that is no id', () => app.submission('general'), ['deskId'], 'deskId must be an id (a UUID).'],
  [
    'a blank topic',
    () => app.submission(deskId, { topics: ['war', ' '] }),
    ['topics'],
    'each of topics must not be blank.',
  ],
  [
    'a source too long',
    () => withAppearance({ attribution: ['a', 'b'.repeat(201)] }),
    ['appearances', '0', 'attribution'],
    'each of attribution must be 1 to 200 characters long.',
  ],
  [
    'a blank key',
    () => app.submission(deskId, { idempotencyKey: '' }),
    ['idempotencyKey'],
    'idempotencyKey must be 1 to 200 characters long.',
  ],
];

describe('what is refused', () => {
  it.each(refused)('%s: alone, it changes nothing', async (_, submission, path, message) => {
    const before = await app.fingerprint();
    const { data, errors } = await ines.ask(SUBMIT, { input: submission() });
    // The form of a field is looked at before the mutation, what it means within it
    const problems = errors?.map(({ extensions }) => extensions) ?? [
      { code: data.answer.code, details: [data.answer] },
    ];
    expect(problems).toHaveLength(1);
    expect(problems[0].code).toBe(errors === undefined ? 'INVALID_INPUT' : 'BAD_USER_INPUT');
    expect(problems[0].details.map((detail: any) => [detail.path, detail.message])).toEqual([
      [['input', ...path], message],
    ]);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('in a bulk, each is answered in its place, and the good ones get in', async () => {
    const items = refused.flatMap(([, submission]) => [submission(), app.submission(deskId)]);
    const answers = await submitMany(items);
    expect(answers).toEqual(
      refused.flatMap(([, , path, message], i) => [
        { __typename: 'InvalidInputError', code: 'INVALID_INPUT', message, path: ['items', String(2 * i), ...path] },
        { __typename: 'SubmitClaimSuccess', outcome: 'CREATED', claim: { id: expect.any(String) } },
      ]),
    );
    const statements = items.map(({ statement }) => statement.replace('\0', ''));
    expect(await app.sql('SELECT FROM claim WHERE statement = ANY($1)', [statements])).toHaveLength(refused.length);
  });

  it.each([
    ['a day that does not exist', { claimedAt: '2025-02-30' }, /value\[1\]\.claimedAt|items\[1\]\.claimedAt/],
    ['a missing field', { appearances: undefined }, /items\[1\].*"?appearances"? of required type|appearances/],
    ['a stance that is none', { appearances: [appearance({}, { stance: 'DOUBTS' })] }, /stance/],
    ['an unknown field', { verdict: 'VERIFIED' }, /verdict/],
  ])(
    '%s is no value of the type: the whole call is refused, before and after it is compiled',
    async (_, changes, message) => {
      const before = await app.fingerprint();
      for (let i = 0; i < 5; i += 1) {
        const items = [app.submission(deskId), { ...app.submission(deskId), ...changes }];
        const { data, errors } = await ines.ask(SUBMIT_MANY, { items });
        expect(data ?? null).toBeNull();
        expect(errors).toMatchObject([
          { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringMatching(message) },
        ]);
      }
      expect(await app.fingerprint()).toEqual(before);
    },
  );
});

describe('submitClaims', () => {
  it('takes 500 at once', async () => {
    const answers = await submitMany(Array.from({ length: 500 }, () => app.submission(deskId)));
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['CREATED']));
    const ids = answers.map(({ claim }) => claim.id);
    expect(new Set(ids).size).toBe(500);
    expect(
      await app.sql(`SELECT FROM bullmq.job WHERE id = ANY($1) AND state = 'waiting'`, [
        ids.map((id) => `open-review-${id}`),
      ]),
    ).toHaveLength(500);
    expect(await app.sql('SELECT FROM audit.event WHERE stream = ANY($1)', [ids])).toHaveLength(1000);
  });

  it.each([0, 501])('refuses %i', async (count) => {
    const before = await app.fingerprint();
    const items = Array.from({ length: count }, () => app.submission(deskId));
    const message = `items must be 1 to 500 claims; these are ${count}.`;
    expect((await ines.ask(SUBMIT_MANY, { items })).errors).toMatchObject([
      { message, extensions: { code: 'INVALID_INPUT', details: [{ path: ['items'], message }] } },
    ]);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('tells duplicates in one call from one another', async () => {
    const first = app.submission(deskId, { statement: 'Twice in one call.' });
    const otherForm = { ...first, statement: 'TWICE in one call' };
    const answers = await submitMany([
      first,
      otherForm,
      { ...otherForm, appearances: [appearance()] },
      first,
      { ...first, claimant: 'B' },
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual([
      'CREATED',
      'ALREADY_KNOWN',
      'APPEARANCE_ADDED',
      'ALREADY_KNOWN',
      'CREATED',
    ]);
    expect(new Set(answers.map(({ claim }) => claim.id)).size).toBe(2);
    expect(await app.sql('SELECT version FROM claim WHERE id = $1', [answers[0].claim.id])).toEqual([{ version: 1 }]);
    expect(await app.sql('SELECT FROM appearance WHERE claim_id = $1', [answers[0].claim.id])).toHaveLength(2);
  });

  it('knows a key that is repeated in one call', async () => {
    const keyed = app.submission(deskId, { idempotencyKey: 'in one call' });
    const answers = await submitMany([keyed, keyed, { ...keyed, statement: 'Something else.' }]);
    expect(answers).toMatchObject([
      { outcome: 'CREATED' },
      { outcome: 'CREATED', claim: { id: answers[0].claim.id } },
      { code: 'IDEMPOTENCY_KEY_REUSED', path: ['items', '2', 'idempotencyKey'] },
    ]);
  });
});

describe('the desk of a claim that names none', () => {
  it('follows from its topics and its language, or else it is the default desk', async () => {
    const free = (topics: string[], language = 'en') => app.submission(deskId, { deskId: null, topics, language });
    const before = await app.fingerprint();
    expect(await submit(free(['sport']))).toMatchObject({
      code: 'INVALID_INPUT',
      message: 'No desk fits, and none is the default. Name one.',
      path: ['input', 'deskId'],
    });
    expect(await app.fingerprint()).toEqual(before);

    const war = await app.desk('war', { topics: ['ceasefire', 'front line'], languages: ['en'] });
    const talks = await app.desk('talks', { topics: ['ceasefire', 'summit', 'calls'] });
    const arabic = await app.desk('arabic', { topics: ['ceasefire', 'front line', 'summit'], languages: ['ar'] });
    const general = await app.desk('general', { isDefault: true });
    const answers = await submitMany([
      free(['Ceasefire', 'FRONT LINE']),
      free(['ceasefire', 'summit'], 'en-GB'),
      free(['front line', 'ceasefire'], 'ar-EG'),
      free(['front line'], 'fr'),
      free(['sport']),
      free([]),
      { ...free(['ceasefire', 'front line']), deskId },
    ]);
    const found = [];
    for (const { claim } of answers) found.push((await claimRow(claim.id)).deskId);
    expect(found).toEqual([war, talks, arabic, general, general, general, deskId]);
  });
});

describe('texts', () => {
  it.each([
    ['Arabic with marks of direction', '\u200fقال الرئيس إن \u202bوقف إطلاق النار\u202c سيبدأ غدًا.'],
    ['Chinese', '总统说，停火将于明天开始。'],
    ['emoji of several code points', 'The 👩‍👩‍👧‍👦 and the 🏳️‍🌈 are banned 🇺🇦.'],
    ['what SQL, JSON and HTML mean something by', `'; DROP TABLE claim; -- \\ " \\u0000 <b>&amp;</b> $1 %s`],
  ])('in %s are kept as they came, and answered so', async (_, statement) => {
    const claimant = `${statement} (who)`;
    const { claim } = await submit({
      ...app.submission(deskId, { statement, claimant, language: 'ar', topics: [statement.slice(0, 40)] }),
    });
    expect({ statement: claim.statement, claimant: claim.claimant }).toEqual({ statement, claimant });
    expect(await claimRow(claim.id)).toMatchObject({ statement, claimant, topics: [statement.slice(0, 40)] });
    const marked = await submit(
      app.submission(deskId, { statement: `\u2067${statement}\u2069`, claimant, appearances: [appearance()] }),
    );
    expect(marked).toMatchObject({ outcome: 'APPEARANCE_ADDED', claim: { id: claim.id } });
  });

  /** 4 bytes a character in UTF-8, and no two alike near each other, so that Postgres cannot compress it. */
  const longest = (length: number): string => {
    let state = length;
    const next = () => (state = (state * 48_271) % 2_147_483_647) % 42_000;
    return Array.from({ length }, () => String.fromCodePoint(0x20000 + next())).join('');
  };

  it('of the greatest length are taken, counted in code points', async () => {
    const language = 'abcdefgh-ijklmnop-qrstuvwx-yzabcdef';
    expect(language).toHaveLength(LIMITS.language);
    const full: Submission = {
      statement: longest(LIMITS.statement),
      claimant: longest(LIMITS.claimant),
      claimedAt: '9999-12-31',
      language,
      topics: Array.from({ length: LIMITS.topics }, (_, i) => longest(LIMITS.topic - 2) + String(10 + i)),
      deskId,
      idempotencyKey: longest(200),
      appearances: Array.from({ length: 50 }, (_, i) => ({
        article: {
          outlet: longest(LIMITS.outlet),
          url: i === 0 ? null : `https://example.org/${i}/`.padEnd(LIMITS.url, '0123456789abcdef'),
          citation: longest(LIMITS.citation),
          publishedAt: '0001-01-01',
          language,
        },
        stance: AppearanceStance.NEITHER,
        attribution: Array.from({ length: LIMITS.attributionChain }, () => longest(LIMITS.attribution)),
        claimantAsWritten: longest(LIMITS.claimant),
      })),
    };
    const answer = await submit(full);
    expect(answer).toMatchObject({ outcome: 'CREATED', claim: { statement: full.statement, claimant: full.claimant } });
    expect(answer.claim.appearances).toHaveLength(50);
    expect(await submit(full)).toEqual(answer);
    expect(await claimRow(answer.claim.id)).toMatchObject({ topics: full.topics, language, claimedAt: '9999-12-31' });
    const rows = await app.sql(
      'SELECT a.attribution, a.claimant_as_written AS written FROM appearance a WHERE claim_id = $1',
      [answer.claim.id],
    );
    expect(rows).toEqual(
      full.appearances.map(({ attribution, claimantAsWritten: written }) => ({ attribution, written })),
    );
  });

  it('of an address grow when it is written out; one that grows too long is refused in its place', async () => {
    const fits = `https://example.org/${'é'.repeat(330)}`; // 6 characters each
    const answers = await submitMany([
      withArticle({ url: `https://example.org/${'é'.repeat(331)}` }),
      withArticle({ url: fits }),
      withArticle({ url: `https://example.org/${'é'.repeat(1000)}` }),
    ]);
    expect(answers).toMatchObject([
      { code: 'INVALID_INPUT', path: ['items', '0', 'appearances', '1', 'article', 'url'] },
      { outcome: 'CREATED' },
      { code: 'INVALID_INPUT', path: ['items', '2', 'appearances', '1', 'article', 'url'] },
    ]);
    expect(
      await app.sql('SELECT length(url)::int AS n FROM article WHERE url LIKE $1', ['https://example.org/\\%%']),
    ).toEqual([{ n: 2000 }]);
  });
});
