import { changeJson, scoreJson } from '../change/change-json.ts';
import { visibleJson } from '../drawing/visible.ts';
import type { WhatIfEnd } from '../what-if/what-if-report.ts';
import type { WhatIfFormat } from './what-if-format.ts';

/** docs/what-if-report.schema.json describes the members. */
export const whatIfJson: WhatIfFormat = function* ({ before, after, change, subscriptions, debt }) {
  const endJson = ({ score, model, edition, at }: WhatIfEnd) => ({ score: scoreJson(score), model, edition, at });
  const value = {
    schema: 'plumbline-whatif/1',
    before: endJson(before),
    after: endJson(after),
    change: change === null ? null : changeJson(change),
    subscriptions: subscriptions.map((one) => ({
      id: one.id,
      displayName: one.displayName,
      before: scoreJson(one.before),
      after: scoreJson(one.after),
    })),
    debt: debt?.map(({ on, exemptions, resources, score }) => ({ on, exemptions, resources, score: scoreJson(score) })) ?? null,
  };
  yield `${visibleJson(JSON.stringify(value, null, 2))}\n`;
};
