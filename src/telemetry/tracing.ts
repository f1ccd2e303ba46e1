import { type Attributes, type Context, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/** Names that OpenTelemetry gives no name to. */
const STATEMENTS = 'claimdesk.sql.statements';

/** A collector that takes longer is not waited for, also not when Claimdesk stops. */
const DELIVERY_LIMIT_MS = 3000;

const tracer = trace.getTracer('claimdesk');
let isOn = false;
const statements = new WeakMap<Span, number>();

/** Whether traces are collected. Where they are not, nothing of OpenTelemetry but its empty API is loaded. */
export const isTracing = (): boolean => isOn;

/**
 * Sends traces to a collector, from now on.
 *
 * @param endpoint of OTLP over HTTP, without the path: `http://collector:4318`
 * @returns what sends the rest and ends it
 */
export async function startTracing(endpoint: string, attributes: Attributes): Promise<() => Promise<void>> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: DELIVERY_LIMIT_MS });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'claimdesk', ...attributes }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register(); // sets the context that follows async calls, and W3C trace headers
  isOn = true;
  return () => provider.shutdown();
}

/** Counts a statement for the span that is open, which says the sum when it ends. */
export function countStatement(): void {
  if (!isOn) return;
  const span = trace.getActiveSpan();
  if (span !== undefined) statements.set(span, (statements.get(span) ?? 0) + 1);
}

/** Begins a span that the caller ends with `endSpan`, for work that is no one function. */
export const beginSpan = (name: string, kind: SpanKind, attributes: Attributes, parent: Context): Span =>
  tracer.startSpan(name, { kind, attributes }, parent);

/** @param error what went wrong, if something did; its message is not sent, since it may hold what people wrote */
export function endSpan(span: Span, attributes: Attributes, error?: string): void {
  span.setAttributes({ ...attributes, [STATEMENTS]: statements.get(span) ?? 0 });
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
  span.end();
}

/**
 * Runs `work` in a span of its own, a child of the one that is open.
 *
 * @param outcomeOf what to say of an error that `work` throws
 */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  outcomeOf: (error: unknown) => string,
  work: () => Promise<T>,
): Promise<T> {
  if (!isOn) return work();
  const parent = context.active();
  const span = beginSpan(name, SpanKind.INTERNAL, attributes, parent);
  let failure: string | undefined;
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    failure = outcomeOf(error);
    throw error;
  } finally {
    endSpan(span, {}, failure);
  }
}
