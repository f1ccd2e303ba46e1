import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Database } from '../database/database.js';
import { projectDir } from '../kernel/project-dir.js';
import { registry } from '../telemetry/instruments.js';
import { type Sample, Samples } from './samples.js';

const { version } = JSON.parse(readFileSync(path.join(projectDir, 'package.json'), 'utf8')) as { version: string };

/** As Prometheus has labels: `awaitingSignOff` is `awaiting_sign_off`. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Everything that is measured, as Prometheus reads it. */
@Injectable()
export class Metrics {
  /** Of this application alone; the instruments of telemetry/ are the process's. */
  private readonly own = new Registry();
  private readonly databaseUp = this.gauge(
    'database_up',
    '1 where the database answered within 2 s. Without it, what follows from it is left out.',
  );
  private readonly clockOffset = this.gauge(
    'clock_offset_seconds',
    "Seconds by which the database's clock is ahead of this machine's.",
  );
  private readonly jobs = this.gauge('jobs', 'Jobs in the queue by state, counted to 10,000.', ['state']);
  private readonly nextJob = this.gauge(
    'next_job_waiting_seconds',
    'How long ago the job that is next was due; 0 where none is.',
  );
  private readonly logSize = this.gauge('audit_log_size', 'Events in the sealed audit log.');
  private readonly sealLag = this.gauge(
    'audit_seal_lag_seconds',
    'How long the oldest event that is not sealed has been waiting; 0 where none is.',
  );
  private readonly reviews = this.gauge(
    'reviews',
    'Open reviews by desk and state, counted to 1,000; overdue ones are counted in their state, too.',
    ['desk', 'state'],
  );
  private readonly webhookLag = this.gauge(
    'webhook_lag_events',
    'Sealed events that each webhook is behind, wanted or not; those of one that is disabled, too.',
    ['webhook'],
  );
  private readonly connections = this.gauge(
    'db_connections',
    'Connections of this process to Postgres: open, of these idle, and requests that wait for one.',
    ['state'],
  );
  private readonly maxConnections = this.gauge(
    'db_connections_max',
    'Connections that this process opens at most (DB_POOL_SIZE).',
  );
  private readonly build = this.gauge('build_info', 'Always 1; the labels say what runs.', ['version', 'node']);

  constructor(
    private readonly database: Database,
    private readonly samples: Samples,
  ) {
    collectDefaultMetrics({ register: this.own });
    this.build.set({ version, node: process.versions.node }, 1);
  }

  /** @returns all metrics in Prometheus' text format 0.0.4 */
  async render(): Promise<string> {
    this.setConnections();
    this.setSample(await this.samples.latest());
    return (await registry.metrics()) + (await this.own.metrics());
  }

  private setConnections(): void {
    const { totalCount, idleCount, waitingCount, options } = this.database.pool;
    this.connections.set({ state: 'total' }, totalCount);
    this.connections.set({ state: 'idle' }, idleCount);
    this.connections.set({ state: 'waiting' }, waitingCount);
    this.maxConnections.set(options.max);
  }

  private setSample(sample: Sample | null): void {
    this.databaseUp.set(sample === null ? 0 : 1);
    // what was last known is worse than nothing: an alert would rest on it
    for (const gauge of [this.clockOffset, this.nextJob, this.logSize, this.sealLag]) gauge.remove();
    for (const gauge of [this.jobs, this.reviews, this.webhookLag]) gauge.reset();
    if (sample === null) return;
    this.clockOffset.set(sample.clockOffsetSeconds);
    this.nextJob.set(sample.nextJobWaitingSeconds);
    this.logSize.set(sample.log.size);
    this.sealLag.set(sample.log.lagSeconds);
    for (const [state, count] of Object.entries(sample.jobs)) this.jobs.set({ state }, count);
    for (const { id, lag } of sample.webhooks) this.webhookLag.set({ webhook: id }, lag);
    for (const { desk, counts } of sample.reviews) {
      for (const [state, { count }] of Object.entries(counts))
        this.reviews.set({ desk, state: snakeCase(state) }, count);
    }
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
    return new Gauge({ name: `claimdesk_${name}`, help, labelNames, registers: [this.own] });
  }
}

export const METRICS_CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;
