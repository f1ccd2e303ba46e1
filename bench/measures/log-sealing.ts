import type { Bench, Measurement, RunningApi } from '../bench.js';
import type { Child } from '../child.js';
import { fill, queuedOn } from '../fill.js';
import type { LoadTasks } from '../load-process.js';
import { SealingWatch } from '../sealing-watch.js';
import type { SealedBacklog } from '../sealer-process.js';
import { roundSize } from '../sizes.js';
import { median, percentile, short, shortSpread, spread } from '../stats.js';
import type { SealedLog } from './audit-log.js';

const EDITORS = 16;
/** takeNextReview changes the review; decideReview changes it again, adds the decision and changes the claim. */
const EVENTS_OF_DECISION = 4;
/** The sealer must never be what the log waits for. */
const GOAL_BACKLOG = 10;
/** What editors may lose by it. */
const GOAL_DECISIONS = 0.9;

/** Seals all that the database has, by a process of its own. */
export async function measureBacklog(bench: Bench, { sealing }: SealedLog): Promise<SealedBacklog> {
  const sealer = bench.sealer();
  const backlog = await sealer.ask('sealBacklog', sealing);
  await sealer.stop();
  bench.log(`  sealed ${backlog.events} events in ${short(backlog.seconds)} s`);
  return backlog;
}

interface Round {
  readonly off: number;
  readonly on: number;
  /** CPU of the sealer's process for each decision, in ms. */
  readonly sealerCpuMs: number;
}

/**
 * Decisions a second while nothing is sealed and while a sealer is at work, in a process of its own: in turn within a
 * round, and each first in every second one. What was not sealed is sealed before a sealer's turn begins.
 */
export async function measureSealing(bench: Bench, log: SealedLog, backlog: SealedBacklog): Promise<Measurement> {
  const seconds = bench.either(2, 6);
  const { database } = log;
  await fill(database, bench.either(60_000, 200_000));
  const [api, generator, sealer] = [await bench.serve(database), bench.loadGenerator(), bench.sealer()];
  const watch = await SealingWatch.begin(database.client);
  const decide = () => decisions(log, api, generator, seconds);
  await decide(); // warms up

  const rounds: Round[] = [];
  const lags: number[] = [];
  for (let round = 1; round <= bench.either(4, 8); round += 1) {
    const isFirst = round % 2 === 0;
    let off = isFirst ? 0 : await decide();
    await sealer.ask('start', log.sealing);
    await watch.untilSealed();
    const [before, since] = [await sealer.ask('usage'), await watch.size()];
    const on = await decide();
    const after = await sealer.ask('usage');
    await watch.untilSealed();
    lags.push(...(await watch.lagsSince(since)));
    await sealer.ask('stop');
    if (isFirst) off = await decide();
    rounds.push({ off, on, sealerCpuMs: (after.cpuMs - before.cpuMs) / (on * seconds) });
    bench.log(`  sealing ${round}: ${short(on)} decisions/s, without ${short(off)}`);
  }
  const sealerMb = (await sealer.ask('usage')).peakRssMb;

  const ratio = spread(rounds.map(({ on, off }) => on / off));
  const perSecond = backlog.events / backlog.seconds;
  const needed = EVENTS_OF_DECISION * median(rounds.map(({ off }) => off));
  const figures = [
    {
      what: `sealing a backlog of ${roundSize(backlog.events)} events`,
      value: `${short(perSecond)} events/s`,
      goal: {
        text: `≥ ${GOAL_BACKLOG} × what ${EDITORS} editors cause`,
        isMet: perSecond >= GOAL_BACKLOG * needed,
      },
    },
    {
      what: `  what ${EDITORS} editors cause, ${EVENTS_OF_DECISION} a decision`,
      value: `${short(needed)} events/s, ×${short(perSecond / needed)}`,
    },
    {
      what: '  CPU of the sealer an event; its memory at most',
      value: `${short((backlog.cpuMs / backlog.events) * 1000)} µs; ${short(backlog.peakRssMb)} MB`,
    },
    {
      what: '  a batch of 20,000: the first, the last whole one',
      value: `${short(backlog.batchesMs[0]!)}, ${short(backlog.batchesMs.at(-2)!)} ms`,
    },
    {
      what: `decisions/s, ${EDITORS} editors, nothing sealed`,
      value: shortSpread(spread(rounds.map(({ off }) => off))),
    },
    { what: '  sealed by a process of its own', value: shortSpread(spread(rounds.map(({ on }) => on))) },
    {
      what: '  sealed / not sealed',
      value: shortSpread(ratio),
      goal: { text: `≥ ${GOAL_DECISIONS}`, isMet: ratio.median >= GOAL_DECISIONS },
    },
    {
      what: '  CPU of the sealer a decision; its memory at most',
      value: `${short(median(rounds.map(({ sealerCpuMs }) => sealerCpuMs)))} ms; ${short(sealerMb)} MB`,
    },
    {
      what: '  from an event to its signed checkpoint, p50 / p99',
      value: `${short(percentile(lags, 0.5))} / ${short(percentile(lags, 0.99))} ms`,
    },
  ];
  const lag = {
    events: lags.length,
    p50: percentile(lags, 0.5),
    p99: percentile(lags, 0.99),
    most: percentile(lags, 1),
  };
  return { figures, data: { backlog, seconds, rounds, lag, sealerMb } };
}

/** @returns how many a second */
async function decisions(
  { database }: SealedLog,
  { url }: RunningApi,
  generator: Child<LoadTasks>,
  seconds: number,
): Promise<number> {
  if ((await queuedOn(database)) < 3000 * seconds) await fill(database, 30_000 * seconds);
  const editors = database.editors.slice(0, EDITORS);
  return (await generator.ask('decideByApi', { url, editors, deskId: database.desks.main, seconds })).perSecond;
}
