import type { Numbering } from '@plumbline/inventory';
import { type EstateTally, estateTally } from './estate-tally.ts';
import type { Exemption } from './exemptions.ts';
import type { JudgePlan } from './judge-plan.ts';
import type { PartCounts } from './part.ts';
import type { Counted } from './run-of.ts';
import { type IndexedVerdicts, type VerdictVector, verdictVectors } from './verdict-vectors.ts';

/** Adds the parts of an estate up. The sum hangs neither on how it was divided nor on the order. */
export interface Merger {
  add(counts: Omit<PartCounts, 'questions' | 'isEntangled' | 'hierarchy' | 'looksAtClock'>): void;
  /** @param assessments all of them, in the order of runs */
  settled(assessments: Counted['assessments']): Counted;
}

/** @param subscriptions that are numbered already, so that no name is kept twice */
export function merger(plan: JudgePlan, subscriptions: Numbering<string>): Merger {
  const keys = plan.items.map(({ item }) => item.recommendation.key);
  const tally = estateTally(keys, subscriptions);
  let rawTally: EstateTally | undefined;
  const vectors = verdictVectors();
  const vectorByText = new Map<string, VerdictVector>();
  const exemptions = new Map<string, { readonly exemption: Exemption; assessments: number }>();
  const disagreements: PartCounts['disagreements'][number][] = [];
  const unknown = new Map<string, PartCounts['unknownAssessments'][number]>();
  const filledScopes = new Set<string>();
  let duplicates = 0;

  const vectorOf = (text: string): VerdictVector => {
    let vector = vectorByText.get(text);
    if (vector === undefined) {
      vector = vectors.of(JSON.parse(text) as IndexedVerdicts);
      vectorByText.set(text, vector);
    }
    return vector;
  };

  return {
    add(counts) {
      if (counts.rawTally !== undefined) rawTally ??= tally.copy();
      tally.add(counts.tally, vectorOf);
      rawTally?.add(counts.rawTally ?? counts.tally, vectorOf);
      for (const { exemption, assessments } of counts.exemptions) {
        const known = exemptions.get(exemption.id);
        if (known === undefined) exemptions.set(exemption.id, { exemption, assessments });
        else known.assessments += assessments;
      }
      disagreements.push(...counts.disagreements);
      for (const assessment of counts.unknownAssessments) {
        const id = `${assessment.key} ${assessment.displayName}`;
        unknown.set(id, { ...assessment, count: assessment.count + (unknown.get(id)?.count ?? 0) });
      }
      for (const scope of counts.filledScopes) filledScopes.add(scope);
      duplicates += counts.duplicates;
    },
    settled: (assessments) => ({
      tally,
      rawTally,
      exemptions: [...exemptions.values()],
      disagreements,
      unknownAssessments: [...unknown.values()],
      duplicates,
      filledScopes: [...filledScopes],
      assessments,
    }),
  };
}
