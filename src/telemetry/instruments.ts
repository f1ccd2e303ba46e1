import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What this process counts itself. What is read from the database is in metrics/. */
export const registry = new Registry();
const registers = [registry];

/** Seconds. Statements of ours take milliseconds; the database ends one after 15 s, and a pool gives up after 10 s. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

export const httpDuration = new Histogram({
  name: 'claimdesk_http_request_duration_seconds',
  help: 'HTTP requests by the pattern of their route, until the answer was sent; status 499 where the client had gone.',
  labelNames: ['method', 'route', 'status'] as const,
  buckets,
  registers,
});

export const httpInFlight = new Gauge({
  name: 'claimdesk_http_requests_in_flight',
  help: 'HTTP requests that are being answered.',
  registers,
});

export const graphqlDuration = new Histogram({
  name: 'claimdesk_graphql_request_duration_seconds',
  help: 'GraphQL requests by the field at their root (several: more than one) and how they ended: ok, or the first error code.',
  labelNames: ['type', 'field', 'outcome'] as const,
  buckets,
  registers,
});

export const useCaseDuration = new Histogram({
  name: 'claimdesk_use_case_duration_seconds',
  help: 'Transactions by use-case, with their retries, and how they ended: ok, a code that clients handle, or error.',
  labelNames: ['action', 'outcome'] as const,
  buckets,
  registers,
});

export const transactionRetries = new Counter({
  name: 'claimdesk_transaction_retries_total',
  help: 'Transactions that were run again after a deadlock or a serialisation failure.',
  labelNames: ['action'] as const,
  registers,
});

export const jobDuration = new Histogram({
  name: 'claimdesk_job_duration_seconds',
  help: 'Attempts at jobs by name, and whether they were done or failed.',
  labelNames: ['name', 'outcome'] as const,
  buckets,
  registers,
});

export const jobsGivenUp = new Counter({
  name: 'claimdesk_jobs_given_up_total',
  help: 'Jobs whose last attempt failed. They stand in the queue as failed and are not tried again.',
  labelNames: ['name'] as const,
  registers,
});

export const jobsStalled = new Counter({
  name: 'claimdesk_jobs_stalled_total',
  help: 'Jobs taken from a worker that had not been heard of for 30 s, and begun again.',
  registers,
});

export const leaseExpiries = new Counter({
  name: 'claimdesk_lease_expiries_total',
  help: 'Reviews given back to their desk because the lease ran out.',
  registers,
});

export const webhookDeliveries = new Counter({
  name: 'claimdesk_webhook_deliveries_total',
  help: 'Attempts to deliver a message to a webhook: delivered, failed, dead (given up), or lease_lost (sent, but not recorded).',
  labelNames: ['outcome'] as const,
  registers,
});

export const liveConnections = new Gauge({
  name: 'claimdesk_live_connections',
  help: 'WebSockets that are open.',
  registers,
});

export const liveSubscriptions = new Gauge({
  name: 'claimdesk_live_subscriptions',
  help: 'Subscriptions that are running.',
  registers,
});

export const auditSealed = new Counter({
  name: 'claimdesk_audit_sealed_events_total',
  help: 'Events that the sealer of this process put under a signed checkpoint.',
  registers,
});

export const auditRefusing = new Gauge({
  name: 'claimdesk_audit_refusing',
  help: '1 where the sealer of this process signs nothing, because the database is not what was signed.',
  registers,
});
