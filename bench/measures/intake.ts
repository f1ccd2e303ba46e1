import { MAX_BATCH } from '../../src/intake/submit-claims.js';
import type { Bench, Figure, Measurement } from '../bench.js';
import { postgresCpuMs } from '../machine.js';
import { short, shortSpread, spread } from '../stats.js';

/** How claims come in: so many in a request, from so many connections. */
const WAYS = [
  { batch: 1, connections: 1 },
  { batch: 1, connections: 16 },
  { batch: MAX_BATCH, connections: 1 },
  { batch: MAX_BATCH, connections: 4 },
];

/** New claims a second, each with an appearance in a new article, its audit events and its job; no worker runs. */
export async function measureIntake(bench: Bench): Promise<Measurement> {
  const seconds = bench.either(2, 6);
  const rounds = bench.either(2, 5);
  const database = await bench.server.database('intake');
  const api = await bench.serve(database);
  const generator = bench.loadGenerator();
  const load = { url: api.url, token: database.editors[0]!.token, deskId: database.desks.main, seconds };
  const found = WAYS.map((): { perSecond: number; p50Ms: number; serverCpuMs: number; postgresCpuMs: number }[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, way] of WAYS.entries()) {
      const [server, postgres] = [await api.child.ask('usage'), await postgresCpuMs(database.client)];
      const { done, perSecond, p50Ms } = await generator.ask('submit', { ...load, ...way });
      if (round === 0) continue; // it warms up
      found[i]!.push({
        perSecond: perSecond * way.batch,
        p50Ms,
        serverCpuMs: ((await api.child.ask('usage')).cpuMs - server.cpuMs) / (done * way.batch),
        postgresCpuMs: ((await postgresCpuMs(database.client)) - postgres) / (done * way.batch),
      });
    }
    bench.log(
      `  round ${round}/${rounds}: ${found.map((all) => short(all.at(-1)?.perSecond ?? Number.NaN)).join(', ')} claims/s`,
    );
  }
  const figures = WAYS.flatMap(({ batch, connections }, i): Figure[] => {
    const of = (key: 'p50Ms' | 'serverCpuMs' | 'postgresCpuMs') =>
      short(spread(found[i]!.map((one) => one[key])).median);
    const what = `claims/s, ${batch === 1 ? 'one' : batch} a request, ${connections} connection${connections === 1 ? '' : 's'}`;
    return [
      { what, value: shortSpread(spread(found[i]!.map(({ perSecond }) => perSecond))) },
      {
        what: '  a request p50; CPU a claim: API, Postgres',
        value: `${of('p50Ms')} ms; ${of('serverCpuMs')}, ${of('postgresCpuMs')} ms`,
      },
    ];
  });
  return { figures, data: { ways: WAYS, rounds: found } };
}
