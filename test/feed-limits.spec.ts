import { afterEach, afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  MAX_CONNECTIONS,
  MAX_CONNECTIONS_PER_ACCOUNT,
  MAX_STRANGERS,
  MAX_SUBSCRIPTIONS,
} from '../src/feed/sockets/limits.js';
import { DeskApp, type Person } from './desk-app.js';
import { COUNTS, RawSocket, REVIEWS } from './live-client.js';

const TOO_MANY = [1013, 'Too many connections here. Try again later.'];

let desk: DeskApp;
let editor: Person;
const sockets: RawSocket[] = [];
beforeAll(async () => {
  desk = await DeskApp.start();
  editor = await desk.person('EDITOR');
  await desk.desk('limits');
  await desk.seal();
});
afterEach(async () => {
  for (const { socket } of sockets.splice(0)) socket.terminate();
  await desk.until('all to be gone', async () => (await connections()) === 0);
});
afterAll(() => desk.stop());

/** @returns how many the process says that it has */
async function connections(): Promise<number> {
  const chief = (chiefEditor ??= await desk.person('CHIEF_EDITOR'));
  const answer = await fetch(`${desk.url}/metrics`, { headers: { authorization: `Bearer ${chief.token}` } });
  return Number(/^claimdesk_live_connections\S* (\d+)/m.exec(await answer.text())![1]);
}
let chiefEditor: Person | undefined;

function open(): RawSocket {
  const socket = new RawSocket(desk.url);
  sockets.push(socket);
  return socket;
}

async function signedIn({ token }: Person): Promise<RawSocket> {
  const socket = open();
  await socket.init(token);
  await socket.next('connection_ack');
  return socket;
}

it('subscriptions of a connection', async () => {
  const socket = await signedIn(editor);
  for (let i = 0; i <= MAX_SUBSCRIPTIONS; i += 1) socket.subscribe(String(i), REVIEWS);
  const { payload } = await socket.next('error', String(MAX_SUBSCRIPTIONS));
  expect(payload[0].extensions.code).toBe('TOO_MANY_SUBSCRIPTIONS');
  for (let i = 0; i < MAX_SUBSCRIPTIONS; i += 1) await socket.next('next', String(i)); // these go on
  socket.send({ type: 'complete', id: '0' });
  socket.subscribe('again', REVIEWS);
  await socket.next('next', 'again');
});

it('connections of an account, which are nobody else’s', async () => {
  const person = await desk.person('EDITOR');
  const all = [];
  for (let i = 0; i < MAX_CONNECTIONS_PER_ACCOUNT; i += 1) all.push(await signedIn(person));
  const more = open();
  await more.init(person.token);
  expect(await more.closed).toEqual([
    1013,
    `This account has ${MAX_CONNECTIONS_PER_ACCOUNT} connections here. Close one.`,
  ]);
  await signedIn(editor);
  for (const { socket } of all) expect(socket.readyState).toBe(socket.OPEN);
  all[0]!.socket.close();
  await all[0]!.closed;
  await signedIn(person);
});

it('connections of strangers, who leave the others their places', async () => {
  const known = await signedIn(editor);
  const strangers = Array.from({ length: MAX_STRANGERS }, open);
  await Promise.all(strangers.map(({ opened }) => opened));
  const more = open();
  expect(await more.closed).toEqual(TOO_MANY);
  for (const { socket } of strangers) expect(socket.readyState).toBe(socket.OPEN);
  known.subscribe('1', COUNTS);
  await known.next('next', '1');
  // One who signs in is a stranger no more, and makes room
  await strangers[0]!.init(editor.token);
  await strangers[0]!.next('connection_ack');
  await signedIn(editor);
});

it('connections of a process, however many accounts they are of', async () => {
  const accounts = Math.ceil(MAX_CONNECTIONS / MAX_CONNECTIONS_PER_ACCOUNT);
  const people = await Promise.all(Array.from({ length: accounts }, () => desk.person('EDITOR')));
  const wanted = Array.from({ length: MAX_CONNECTIONS }, (_, i) => people[i % accounts]!);
  for (let i = 0; i < wanted.length; i += 100) await Promise.all(wanted.slice(i, i + 100).map(signedIn));
  expect(await connections()).toBe(MAX_CONNECTIONS);
  const more = open();
  expect(await more.closed).toEqual(TOO_MANY);
  sockets[0]!.socket.close();
  await sockets[0]!.closed;
  await signedIn(people[0]!);
}, 60_000);
