import type { Evidence } from '@plumbline/catalogue';
import type { Status } from '@plumbline/score';

/** Why something was not judged. Azure's API shows NotAssessed as NotApplicable with this cause. */
export type Cause = 'OffByPolicy' | 'Exempt' | 'NotCollected' | 'NotDecidable' | 'Failed';

/** One recommendation judged on one resource. */
export interface Assessment {
  /** Key of the recommendation, a lower-case GUID. */
  readonly recommendation: string;
  /** ARM id of the resource as the input gave it. */
  readonly resource: string;
  /** Lower-case type. */
  readonly type: string;
  /** Lower-case subscription GUID; empty for resources above subscriptions. */
  readonly subscription: string;
  /** As the resource gives it: selectors of exemptions choose by it. */
  readonly location?: string;
  readonly status: Status;
  readonly cause?: Cause;
  /** For NotCollected: the lower-case type (or `configuration`) that the input lacks. */
  readonly needs?: string;
  /** Whether our rule decided it or an assessment in the input. */
  readonly decidedBy: 'rule' | 'input';
  /** Which condition decided; present when the run was asked to explain. */
  readonly because?: Evidence;
}
