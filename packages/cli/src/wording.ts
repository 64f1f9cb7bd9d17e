// The words of the product's screens for the values of its data; one place, so that every format says the same.
import type { Cause, ScoreReport } from '@plumbline/assess';
import type { Severity, Threat } from '@plumbline/catalogue';
import type { Status } from '@plumbline/score';

export const severityNames: Readonly<Record<Severity, string>> = { high: 'High', medium: 'Medium', low: 'Low' };

export const threatNames: Readonly<Record<Threat, string>> = {
  accountBreach: 'Account breach',
  dataExfiltration: 'Data exfiltration',
  dataSpillage: 'Data spillage',
  maliciousInsider: 'Malicious insider',
  elevationOfPrivilege: 'Elevation of privilege',
  threatResistance: 'Threat resistance',
  missingCoverage: 'Missing coverage',
  denialOfService: 'Denial of service',
};

/** In the order in which they are listed: what needs work first. */
export const statusNames: Readonly<Record<Status, string>> = {
  Unhealthy: 'Unhealthy',
  Healthy: 'Healthy',
  NotAssessed: 'Not assessed',
  NotApplicable: 'Not applicable',
};

export const causeSentences: Readonly<Record<Cause, string>> = {
  OffByPolicy: 'the recommendation is switched off by policy',
  Exempt: 'exempted',
  NotCollected: 'the input does not hold what decides it',
  NotDecidable: 'configuration alone cannot decide it',
  Failed: 'judging it failed',
};

export const kindSentences = {
  policy: 'decided by a policy rule over the resource',
  graph: 'decided from the resource and those around it',
  imported: 'decided outside; its verdicts come from assessments in the input',
} as const;

export const whySumsDiffer =
  'These do not add up to the overall score: a recommendation counts once, with the resources of all selected subscriptions together.';

/** Which score this is, in one line. */
export function modelSentence(report: Pick<ScoreReport, 'model' | 'edition'>): string {
  return report.model === 'classic' ? `Classic model, points of ${report.edition}` : `Controls model, catalogue of ${report.edition}`;
}

/** What a person has to add to the input when a type is missing from it. */
export function remedyFor(need: string): string {
  if (need === 'configuration') return 'export with properties (az graph query, not az resource list)';
  if (need === 'microsoft.security/assessments') return "add Azure's own assessments (microsoft.security/assessments)";
  return (Object.hasOwn(remedies, need) ? remedies[need] : undefined) ?? `add ${need} to the input`;
}

const remedies: Readonly<Record<string, string>> = {
  // What az ad user list prints lacks both members.
  'microsoft.graph/users': 'add the users of the tenant with userType and accountEnabled (docs/inputs.md has the command)',
  'microsoft.graph/groups': 'add the groups that hold roles, with their members (docs/inputs.md has the command)',
  'microsoft.management/managementgroups':
    'add the management groups (az account management-group show --name ROOT -e -r), or name them with --hierarchy',
};

/** What a person has to do when the collector was not allowed to read a type. */
export function refusedRemedy(need: string): string {
  const right = need.startsWith('microsoft.graph/') ? 'Directory.Read.All' : 'the right to read it';
  return `no permission: give the collector ${right} (${need}) and collect again`;
}

/** `24 Nov 2026 02:18 UTC` */
export function timeText(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const [date = '', clock = ''] = time.toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year} ${clock.slice(0, 5)} UTC`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A text with a full stop behind it; those of expressions in policies have one. */
export function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
