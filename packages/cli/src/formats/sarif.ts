// SARIF 2.1.0 (OASIS): one rule a recommendation, one result an unhealthy or exempted resource.
import { createHash } from 'node:crypto';
import type { Assessment, RecommendationScore } from '@plumbline/assess';
import { idPartsOf, type Recommendation, type Severity } from '@plumbline/catalogue';
import type { InputProblem } from '@plumbline/inventory';
import { visible, visibleJson } from '../drawing/visible.ts';
import { placeOf } from '../problems.ts';
import type { Format } from '../result.ts';
import { threatNames } from '../wording.ts';
import { literal } from './markdown-text.ts';

const levels: Readonly<Record<Severity, string>> = { high: 'error', medium: 'warning', low: 'note' };
/** GitHub sorts security findings by this number: over 7 is high, over 4 medium. */
const securitySeverities: Readonly<Record<Severity, string>> = { high: '8.0', medium: '5.5', low: '3.0' };

/** Streams: results are written one by one, so that a million of them need no more memory than one. */
export const sarif: Format = function* ({ report, assessments, recommendations }) {
  const scored = report.recommendations;
  const indexByKey = new Map(scored.map((one, at) => [one.key, at]));
  const rules = scored.map((one) => ruleOf(one, recommendations.get(one.key)));
  const driver = { name: 'Plumbline', rules };
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{';
  yield `"tool":${write({ driver })},`;
  yield `"automationDetails":${write({ id: `plumbline/${report.model}/` })},`;
  yield `"invocations":${write([invocationOf(report.problems, report.generatedAt)])},`;
  yield `"columnKind":"utf16CodeUnits","properties":${write({ score: report.score, model: report.model, edition: report.edition })},`;
  yield '"results":[';
  let separator = '\n';
  for (const assessment of assessments()) {
    const at = indexByKey.get(assessment.recommendation);
    const rule = at === undefined ? undefined : scored[at];
    if (at === undefined || rule === undefined || !isResult(assessment)) continue;
    yield `${separator}${write(resultOf(assessment, rule, at))}`;
    separator = ',\n';
  }
  yield '\n]}]}\n';
};

function write(value: unknown): string {
  return visibleJson(JSON.stringify(value));
}

function isResult(assessment: Assessment): boolean {
  return assessment.status === 'Unhealthy' || assessment.cause === 'Exempt';
}

function ruleOf(scored: RecommendationScore, about: Recommendation | undefined) {
  const severity = { level: levels[scored.severity] };
  const properties = {
    tags: ['security', scored.category, ...(about?.threats ?? []).map((threat) => threatNames[threat])],
    'security-severity': securitySeverities[scored.severity],
    'problem.severity': severity.level,
    key: scored.key,
    points: scored.points,
    impact: scored.impact,
  };
  const shared = {
    id: scored.name,
    name: scored.name,
    shortDescription: { text: scored.displayName },
    defaultConfiguration: severity,
    properties,
  };
  if (about === undefined) return { ...shared, help: { text: scored.displayName } };
  return { ...shared, fullDescription: { text: about.why === '' ? about.title : about.why }, help: helpOf(about, scored.category) };
}

function helpOf(about: Recommendation, category: string) {
  const { steps, command, caution } = about.fix;
  const sentences = [about.why, ...steps.map((step, at) => `${at + 1}. ${step}`), command ?? '', caution ?? ''].filter((one) => one !== '');
  const blocks = [
    `**${literal(about.title)}** (${literal(category)})`,
    literal(about.why),
    steps.map((step, at) => `${at + 1}. ${literal(step)}`).join('\n'),
    command === undefined ? '' : `\`\`\`shell\n${command}\n\`\`\``,
    caution === undefined ? '' : `Caution: ${literal(caution)}`,
    about.whenNotToFix === '' ? '' : `When not to fix: ${literal(about.whenNotToFix)}`,
  ];
  return { text: sentences.join('\n') || about.title, markdown: blocks.filter((block) => block !== '').join('\n\n') };
}

function resultOf(assessment: Assessment, rule: RecommendationScore, ruleIndex: number) {
  const { name } = idPartsOf(assessment.resource);
  const because = assessment.because?.text;
  const exempt = assessment.cause === 'Exempt';
  return {
    ruleId: rule.name,
    ruleIndex,
    kind: 'fail',
    level: levels[rule.severity],
    message: {
      text: visible(`${name}: ${because ?? (exempt ? `exempted from "${rule.displayName}"` : `"${rule.displayName}" does not hold`)}`),
    },
    locations: [locationOf(assessment, name)],
    partialFingerprints: { 'recommendationAndResource/v1': fingerprintOf(assessment) },
    ...(exempt ? { suppressions: [{ kind: 'external', status: 'accepted', justification: because ?? 'Exempted in Azure Policy.' }] } : {}),
    properties: {
      resource: assessment.resource,
      subscription: assessment.subscription,
      status: assessment.status,
      decidedBy: assessment.decidedBy,
    },
  };
}

/** Consumers such as GitHub refuse results without a file, so the id also stands as a relative address, encoded segment by segment. */
function locationOf(assessment: Assessment, name: string) {
  const uri = assessment.resource
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Cs}/gu, '\uFFFD')))
    .join('/');
  return {
    physicalLocation: { artifactLocation: { uri: uri === '' ? 'unnamed' : uri }, region: { startLine: 1 } },
    logicalLocations: [{ name, fullyQualifiedName: assessment.resource, kind: 'resource' }],
  };
}

/** The same for the same finding in every run, whatever the casing of the id. */
function fingerprintOf(assessment: Assessment): string {
  return createHash('sha256').update(`${assessment.recommendation}\n${assessment.resource.toLowerCase()}`).digest('hex');
}

function invocationOf(problems: readonly InputProblem[], at: string) {
  return {
    executionSuccessful: true,
    startTimeUtc: at,
    toolExecutionNotifications: problems.map((problem) => ({
      level: 'warning',
      message: { text: `${placeOf(problem)}: ${problem.message} ${problem.hint}`.trimEnd() },
      descriptor: { id: problem.code },
    })),
  };
}
