import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted about this process. Scores are not in here: they are read at each scrape, as far as its token may see. */
export interface Metrics {
  readonly registry: Registry;
  answered(request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void;
  taken(batch: { readonly accepted: number; readonly refused: number; readonly seconds: number }): void;
  refusedToken(): void;
}

export interface MetricsOptions {
  readonly version: string;
  readonly clients: () => { readonly connected: number; readonly dropped: number };
}

export function metricsOf({ version, clients }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'plumbline_' });
  const requests = new Histogram({
    name: 'plumbline_http_request_seconds',
    help: 'Time from a request to its answer, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const batches = new Histogram({
    name: 'plumbline_ingest_seconds',
    help: 'Time from a batch of changes to its being durable and visible.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers,
  });
  const changes = new Counter({
    name: 'plumbline_changes_total',
    help: 'Changes taken in, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const refusals = new Counter({ name: 'plumbline_refused_tokens_total', help: 'Requests with a wrong token.', registers });
  new Gauge({ name: 'plumbline_info', help: 'The version that runs.', labelNames: ['version'], registers }).set({ version }, 1);
  new Gauge({
    name: 'plumbline_event_clients',
    help: 'Clients connected to the stream of events.',
    registers,
    collect() {
      this.set(clients().connected);
    },
  });
  new Gauge({
    name: 'plumbline_event_clients_dropped',
    help: 'Clients let go because they did not read, since the start.',
    registers,
    collect() {
      this.set(clients().dropped);
    },
  });
  return {
    registry,
    answered: ({ method, route, status, seconds }) => requests.observe({ method, route, status: String(status) }, seconds),
    taken({ accepted, refused, seconds }) {
      batches.observe(seconds);
      changes.inc({ outcome: 'accepted' }, accepted);
      changes.inc({ outcome: 'refused' }, refused);
    },
    refusedToken: () => refusals.inc(),
  };
}
