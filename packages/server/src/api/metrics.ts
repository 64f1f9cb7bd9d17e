import { defineRoute } from '../http/route.ts';
import { scoreMetrics } from '../metrics/score-metrics.ts';

export const metrics = defineRoute({
  method: 'get',
  path: '/metrics',
  name: 'getMetrics',
  summary: 'Scores and how the server does, for Prometheus',
  description: 'Scores are computed from what the token may read; sizes of the store are shown only to a token that may read everything.',
  access: 'reader',
  reply: { description: 'Prometheus text format.', mediaType: 'text/plain' },
  async handle({ services, principal }) {
    const text = `${await services.metrics.registry.metrics()}\n${await scoreMetrics(services, principal)}`;
    return new Response(text, { headers: { 'content-type': services.metrics.registry.contentType, 'cache-control': 'no-store' } });
  },
});
