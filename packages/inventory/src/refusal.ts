// Says why a value that is JSON is nothing that can be scored, and what to do.
import type { JsonValue } from '@plumbline/policy';
import type { Refusal } from './element.ts';
import { isArray, isObject, member, textIn } from './json-member.ts';

/** @param value something that is not taken. */
export function refusalOf(value: JsonValue): Refusal {
  if (!isObject(value)) {
    const found = isArray(value)
      ? 'A list within lists'
      : value === null
        ? 'null'
        : `The ${typeof value} ${shortened(JSON.stringify(value))}`;
    return {
      code: 'not-an-object',
      message: `${found} stands where a resource, a JSON object with an "id", is expected.`,
      hint: 'Export the whole objects, not one member of each (an az command without --query, a Resource Graph query without summarize).',
    };
  }
  const error = member(value, 'error');
  if (isObject(error) && member(value, 'id') === undefined) {
    const code = textIn(error, 'code') ?? 'unknown';
    return {
      code: 'error-answer',
      message: `This is an error answer of Azure and no data: ${code}: ${shortened(textIn(error, 'message') ?? '', 200)}`,
      hint: /authoriz|forbidden|denied/i.test(code)
        ? 'Have the Reader role (for Microsoft Graph: Directory.Read.All) given to who exports, and export again.'
        : 'Run the export again and look at what it prints.',
    };
  }
  const id = member(value, 'id') ?? member(value, 'resourceId');
  if (id === undefined || id === null) {
    const names = Object.keys(value)
      .slice(0, 8)
      .map((name) => shortened(name, 40));
    const isTemplate = (textIn(value, '$schema') ?? '').toLowerCase().includes('deploymenttemplate');
    return {
      code: 'no-id',
      message: isTemplate
        ? 'This is a deployment template: its resources have no ids yet.'
        : `The object has no "id"${names.length === 0 ? '; it is empty' : `; its members are ${names.join(', ')}`}.`,
      hint: isTemplate
        ? 'Deploy it and export the resources.'
        : 'In a Resource Graph query, project the id; from az, print the whole object (-o json).',
    };
  }
  if (typeof id === 'string' && /^\/(subscriptions|providers|tenants)\//i.test(id)) {
    return {
      code: 'id-not-arm',
      message: `The id ${shortened(JSON.stringify(id))} lacks a name: it stands for a list and not for one resource.`,
      hint: 'Export the objects with the ids that Azure gives them.',
    };
  }
  return {
    code: 'id-not-arm',
    message: `The id ${shortened(JSON.stringify(id))} is not the id of an Azure resource, which begins with /subscriptions/ or /providers/.`,
    hint: 'Export the objects with the ids that Azure gives them.',
  };
}

function shortened(text: string, most = 120): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}
