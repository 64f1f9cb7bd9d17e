import type { LookUp } from '@plumbline/assess';
import { counted } from '../drawing/number.ts';
import { causeSentences, remedyFor, statusNames } from '../wording.ts';
import type { VerdictExplanation } from './explanation.ts';

/** `Not assessed: exempted` */
export function verdictSentence({ assessment: { status, cause } }: Pick<VerdictExplanation, 'assessment'>): string {
  return cause === undefined ? statusNames[status] : `${statusNames[status]}: ${causeSentences[cause]}`;
}

/** Who decided, and what was found. */
export function reasonSentences({ assessment, trace }: Pick<VerdictExplanation, 'assessment' | 'trace'>): readonly string[] {
  const own = trace.verdict;
  const decided = assessment.decidedBy === 'input' ? 'An assessment in the input decided.' : undefined;
  const reason = assessment.because?.text ?? own?.because?.text;
  const needs = assessment.status === 'NotAssessed' ? (assessment.needs ?? own?.needs) : undefined;
  const isOverruled =
    own !== undefined && (assessment.decidedBy === 'input' || assessment.cause === 'Exempt') && own.status !== 'NotAssessed';
  return [
    ...(decided === undefined ? [] : [decided]),
    ...(reason === undefined ? [] : [reason]),
    ...(needs === undefined ? [] : [`To judge it, ${remedyFor(needs)}.`]),
    ...(isOverruled
      ? [`Our rule alone says ${statusNames[own.status].toLowerCase()}${own.because === undefined ? '' : `: ${own.because.text}`}`]
      : []),
  ];
}

/** Where to look, what was found there, and what was expected; nothing where no place decided. */
export function valuesOf({ assessment, trace }: Pick<VerdictExplanation, 'assessment' | 'trace'>): readonly (readonly [string, string])[] {
  const because = assessment.because?.path === undefined ? trace.verdict?.because : assessment.because;
  if (because?.path === undefined) return [];
  const { resource, path, found, expected } = because;
  return [
    ...(resource === undefined ? [] : [['on', resource] as const]),
    ['at', path],
    // Where nothing else was expected, a place without a value is where to look, and not one where there is nothing.
    ...(found === undefined && expected === undefined ? [] : [['found', found === undefined ? 'nothing' : JSON.stringify(found)] as const]),
    ...(expected === undefined ? [] : [['expected', JSON.stringify(expected)] as const]),
  ];
}

/** `asked for microsoft.network/networkinterfaces under /subscriptions/…: 2 found` */
export function lookUpSentence({ kind, of, type = '', found, isCollected }: LookUp): string {
  const outcome = found.length === 0 ? 'none found' : `${counted(found.length, 'resource')} found`;
  switch (kind) {
    case 'id':
      return `${found.length === 0 ? 'not in the input' : 'found'}: ${found[0] ?? of}`;
    case 'under':
      return `${type} under ${of}: ${outcome}`;
    case 'resourceGroup':
    case 'subscription':
      return `${type} in the ${kind === 'subscription' ? 'subscription' : 'resource group'}: ${outcome}`;
    case 'tenant':
      return `${type} of the tenant: ${outcome}`;
    case 'collected':
      return `${type}: ${isCollected === true ? 'collected' : 'not collected'}`;
  }
}
