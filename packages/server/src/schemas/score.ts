// The JSON of scores: the same that `plumbline scan --format json` prints (docs/score-report.schema.json).
import { z } from 'zod';
import { named } from './components.ts';

const count = z.int().min(0);
const points = z.number().min(0);

export const overallScore = named(
  'OverallScore',
  z.object({ current: points, max: points, percentage: z.number().min(0).max(1).describe('0..1') }),
);

export const categoryScore = named('CategoryScore', z.object({ name: z.string(), ...overallScore.shape, unhealthy: count }));

export const controlScore = named(
  'ControlScore',
  z.object({
    key: z.string(),
    name: z.string(),
    ...overallScore.shape,
    potentialIncrease: points,
    healthy: count,
    unhealthy: count,
    notApplicable: count,
  }),
);

export const recommendationScore = named(
  'RecommendationScore',
  z.object({
    key: z.string(),
    name: z.string(),
    displayName: z.string(),
    category: z.string(),
    severity: z.enum(['high', 'medium', 'low']),
    kind: z.enum(['policy', 'graph', 'imported']),
    active: z.boolean().describe('Counts in the score.'),
    points: z.number().nullable(),
    score: z.object({ current: points, max: points }),
    impact: points.describe('How much the overall score rises when it is completed.'),
    healthy: count,
    unhealthy: count,
    notApplicable: count,
    notAssessed: count,
  }),
);

export const subscriptionScore = named(
  'SubscriptionScore',
  z.object({
    id: z.string(),
    displayName: z.string(),
    managementGroups: z.array(z.string()),
    score: overallScore.nullable(),
    healthy: count,
    unhealthy: count,
    resources: count,
  }),
);

export const coverageSchema = named(
  'Coverage',
  z.object({
    files: count,
    read: count,
    refused: count,
    duplicates: count,
    resources: count,
    assessed: z.object({ healthy: count, unhealthy: count, notApplicable: count, notAssessed: count }),
    byType: z.array(z.object({ type: z.string(), resources: count, judged: count })),
    notCollected: z.array(
      z.object({
        recommendation: z.string(),
        subscription: z.string(),
        needs: z.string(),
        resources: count,
        why: z.literal('no permission').optional().describe('Present when the collector was not allowed to read it.'),
      }),
    ),
    notPermitted: z
      .array(z.object({ type: z.string(), scope: z.string().optional(), status: z.number().optional(), reason: z.string().optional() }))
      .optional()
      .describe(
        'What the collector could not read when it last looked. What was known of it before stays. Absent where nothing was refused.',
      ),
    incomplete: z.array(z.object({ file: z.string(), reason: z.string() })),
    ignored: z.array(z.looseObject({})),
    disagreements: z.array(z.object({ recommendation: z.string(), resource: z.string(), computed: z.string(), imported: z.string() })),
    unknownAssessments: z.array(z.object({ key: z.string(), displayName: z.string(), count })),
  }),
);

const exemptionSummary = z.object({
  active: count,
  expired: count,
  waived: count,
  mitigated: count,
  scoreWithout: overallScore.nullable(),
  items: z.array(
    z.object({
      id: z.string(),
      displayName: z.string(),
      category: z.enum(['Waiver', 'Mitigated']),
      expiresOn: z.string().nullable(),
      expired: z.boolean(),
      assessments: count,
    }),
  ),
});

export const scoreReport = named(
  'ScoreReport',
  z.object({
    schema: z.literal('plumbline-score/1'),
    model: z.enum(['classic', 'controls']),
    edition: z.string(),
    scope: z.array(z.string()),
    generatedAt: z.string(),
    score: overallScore.nullable().describe('null when no recommendation is active.'),
    categories: z.array(categoryScore),
    controls: z.array(controlScore),
    recommendations: z.array(recommendationScore),
    topRecommendations: z.array(recommendationScore),
    subscriptions: z.array(subscriptionScore),
    exemptions: exemptionSummary,
    coverage: coverageSchema,
    policies: z
      .object({
        definitions: count,
        initiatives: count,
        assignments: count,
        defaultPoints: count,
        notDecidable: z.array(z.object({ key: z.string(), displayName: z.string(), decidedBy: z.string(), reason: z.string() })),
        notes: z.array(z.object({ key: z.string(), displayName: z.string(), code: z.string(), message: z.string() })),
      })
      .optional()
      .describe('Present when policies are judged too.'),
    problems: z.array(
      z.object({
        code: z.string(),
        file: z.string(),
        line: z.number().optional(),
        path: z.string().optional(),
        message: z.string(),
        hint: z.string(),
      }),
    ),
    partial: z.literal(true).optional().describe('Present when the token may not read all of what was asked for.'),
  }),
);
