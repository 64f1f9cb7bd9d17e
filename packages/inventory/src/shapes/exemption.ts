import type { JsonValue } from '@plumbline/policy';
import type { Refusal } from '../element.ts';
import type { Entry } from '../entry.ts';
import { instantMsOf } from '../instant.ts';
import { isObject, member } from '../json-member.ts';

export const exemptionType = 'microsoft.authorization/policyexemptions';

interface ExemptionFault {
  readonly refusal: Refusal;
  /** Path within the exemption, such as `.properties.expiresOn`. */
  readonly path: string;
}

/** An exemption that cannot be read must hide nothing: it is refused, and what it was for is judged. */
export function exemptionFaultOf({ resource }: Entry): ExemptionFault | undefined {
  const properties = member(resource, 'properties');
  if (!isObject(properties)) return fault('exemptionCategory', undefined, 'Waiver or Mitigated');
  const category = member(properties, 'exemptionCategory');
  if (typeof category !== 'string' || !/^(waiver|mitigated)$/i.test(category))
    return fault('exemptionCategory', category, 'Waiver or Mitigated');
  const expiry = member(properties, 'expiresOn');
  const isRead =
    expiry === undefined || expiry === null || expiry === '' || (typeof expiry === 'string' && !Number.isNaN(instantMsOf(expiry)));
  return isRead ? undefined : fault('expiresOn', expiry, 'a date such as 2026-12-31T00:00:00Z, or none for ever');
}

function fault(name: string, found: JsonValue | undefined, expected: string): ExemptionFault {
  const shown = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 120);
  return {
    path: `.properties.${name}`,
    refusal: {
      code: 'bad-exemption',
      message: `The ${name} of the exemption is ${shown}; expected is ${expected}. It exempts nothing.`,
      hint: 'Export policy exemptions whole, with az policy exemption list or the policyresources table of Resource Graph.',
    },
  };
}
