import type { Model, OverallScore, ScoreReport } from '@plumbline/assess';
import { Gauge, Registry } from 'prom-client';
import { type Principal, readableOf } from '../auth/principal.ts';
import type { Services } from '../services.ts';

/** Scores as gauges, made anew for each scrape from what its token may read; sizes of the store only for whoever may read all of it. */
export async function scoreMetrics({ reports, store }: Services, principal: Principal): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, labelNames: readonly string[]) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
  const current = gauge('plumbline_score', 'Secure score in points.', ['scope', 'name', 'model']);
  const max = gauge('plumbline_score_max', 'The most points that the scope can have.', ['scope', 'name', 'model']);
  const unhealthy = gauge('plumbline_unhealthy_assessments', 'Unhealthy assessments that count, by recommendation.', [
    'recommendation',
    'severity',
  ]);
  const assessments = gauge('plumbline_assessments', 'Assessments by status.', ['status']);
  const resources = gauge('plumbline_resources', 'Resources by subscription.', ['scope', 'name']);

  const write = (scope: string, about: { readonly name: string; readonly model: Model; readonly score: OverallScore | null }) => {
    const { name, model, score } = about;
    if (score === null) return;
    current.set({ scope, name, model }, score.current);
    max.set({ scope, name, model }, score.max);
  };
  for (const model of ['classic', 'controls'] as const) {
    const { value } = await reports(readableOf(principal), { model });
    write('/', { name: 'overall', model, score: value.score });
    for (const { id, displayName, score } of value.subscriptions) write(`/subscriptions/${id}`, { name: displayName, model, score });
    if (model === 'classic') countIn(value);
  }

  function countIn(report: ScoreReport) {
    for (const { name, severity, unhealthy: count, active } of report.recommendations) {
      if (active) unhealthy.set({ recommendation: name, severity }, count);
    }
    for (const [status, count] of Object.entries(report.coverage.assessed)) assessments.set({ status }, count);
    for (const { id, displayName, resources: count } of report.subscriptions)
      resources.set({ scope: `/subscriptions/${id}`, name: displayName }, count);
  }

  if (principal.scopes === undefined) {
    const stats = await store.stats();
    gauge('plumbline_store_bytes', 'Bytes that the store takes on disk.', []).set(stats.bytes);
    gauge('plumbline_store_sequence', 'Moments that the store has seen.', []).set(stats.sequence);
    gauge('plumbline_store_batches', 'Batches that the store has taken.', []).set(stats.batches);
    gauge('plumbline_ingest_waiting', 'Batches that wait for their turn.', []).set(stats.waiting);
    const sorted = stats.batchMs.toSorted((a, b) => a - b);
    const latency = gauge('plumbline_store_batch_seconds', 'Quantiles of the last batches, from request to durable.', ['quantile']);
    for (const quantile of [0.5, 0.99]) {
      const at = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
      if (at !== undefined) latency.set({ quantile: String(quantile) }, at / 1000);
    }
  }
  return registry.metrics();
}
