import type { CatalogueItem } from '@plumbline/catalogue';
import type { JsonObject } from '@plumbline/policy';
import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { checkFields, meets, termsOf } from '../arm/filter.ts';
import { afterOf, pageReply } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { type ArmRoute, route } from '../arm/route.ts';
import { documentAt, documentBody, documentsPage } from '../documents.ts';
import { objectIn, textIn } from '../json-value.ts';
import { checkScope } from '../selection.ts';
import { definitionId } from './metadata.ts';

const namespace = '/providers/Microsoft.Authorization';
/** The initiative that our recommendations stand in, and that is assigned wherever nothing else was read. */
export const initiativeId = `${namespace}/policySetDefinitions/plumbline`;

interface DefinitionKind {
  /** As in a path: `policyDefinitions`. */
  readonly name: string;
  /** Those that Plumbline brings. */
  readonly builtIn: (items: readonly CatalogueItem[]) => readonly JsonObject[];
}

const definitions: DefinitionKind = { name: 'policyDefinitions', builtIn: builtInDefinitions };
const initiatives: DefinitionKind = { name: 'policySetDefinitions', builtIn: builtInInitiatives };

export const policyDefinitions = [...routesOf(definitions), ...routesOf(initiatives)];

function routesOf(kind: DefinitionKind): readonly ArmRoute[] {
  const type = `microsoft.authorization/${kind.name.toLowerCase()}`;
  return [
    route(`GET {scope}${namespace}/${kind.name}`, (call) => listed(call, kind, type)),
    route(`GET {scope}${namespace}/${kind.name}/{name}`, async (call) => {
      const scope = param(call, 'scope');
      const name = param(call, 'name').toLowerCase();
      await checkScope(call, scope);
      // Built-in ones stand above all scopes only: clients ask there next.
      const own = scope === '' ? kind.builtIn(call.services.catalogue.items).find((one) => textIn(one['name']) === name) : undefined;
      const document = own === undefined ? await documentAt(call, `${scope}${namespace}/${kind.name}/${name}`, type) : undefined;
      if (own !== undefined) return { body: own };
      if (document === undefined) {
        const code = kind === definitions ? 'PolicyDefinitionNotFound' : 'PolicySetDefinitionNotFound';
        throw notFound(
          code,
          `The ${kind === definitions ? 'policy' : 'policy set'} definition '${name.slice(0, 100)}' could not be found.`,
        );
      }
      return { body: documentBody(document) };
    }),
  ];
}

/** Those that were read page by page, and before the first the built-in ones. */
async function listed(call: ArmCall, kind: DefinitionKind, type: string) {
  const scope = param(call, 'scope');
  await checkScope(call, scope);
  const terms = termsOf(plain(call.query.get('$filter')));
  checkFields(terms, ['policytype', 'category']);
  const isKept = (body: JsonObject) => {
    const properties = objectIn(body['properties']);
    const category = textIn(objectIn(properties['metadata'])['category']);
    return terms.every((term) => meets(term.field === 'category' ? category : (textIn(properties['policyType']) ?? 'Custom'), term));
  };
  const { after } = afterOf(call);
  const builtIn = after === undefined ? kind.builtIn(call.services.catalogue.items) : [];
  // Those above all scopes are seen from everywhere, like the built-in ones.
  const { items, next } = await documentsPage(call, { types: [type], scope, limit: topOf(call.query), after });
  return pageReply(call, [...builtIn, ...items.map(documentBody)].filter(isKept), next);
}

/** What says where to look, and not what to keep. */
export function plain(filter: string | undefined): string | undefined {
  return filter?.replaceAll(/\b(?:atExactScope|atScope|atScopeAndBelow)\(\s*\)\s*(?:and\s+)?/gi, '').trim();
}

export function builtInDefinitions(items: readonly CatalogueItem[]): readonly JsonObject[] {
  return items.map(definitionOf);
}

export function builtInInitiatives(items: readonly CatalogueItem[]): readonly JsonObject[] {
  return [initiativeOf(items)];
}

function definitionOf({ recommendation }: CatalogueItem): JsonObject {
  const { name, title, why, kind, resourceTypes } = recommendation;
  const id = definitionId(recommendation);
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    type: 'Microsoft.Authorization/policyDefinitions',
    properties: {
      displayName: title,
      description: why,
      // What configuration alone cannot decide has no rule in this language.
      policyType: kind === 'policy' ? 'BuiltIn' : 'Static',
      mode: 'All',
      metadata: { category: 'Security Center', recommendation: name, version: '1.0.0' },
      parameters: kind === 'policy' ? (recommendation.parameters ?? {}) : {},
      policyRule: kind === 'policy' ? recommendation.rule : { if: { field: 'type', in: [...resourceTypes] }, then: { effect: 'manual' } },
    },
  };
}

function initiativeOf(items: readonly CatalogueItem[]): JsonObject {
  return {
    id: initiativeId,
    name: 'plumbline',
    type: 'Microsoft.Authorization/policySetDefinitions',
    properties: {
      displayName: 'Plumbline recommendations',
      description: 'Everything that Plumbline judges. An exemption names a recommendation by its reference id.',
      policyType: 'BuiltIn',
      metadata: { category: 'Security Center', version: '1.0.0' },
      parameters: {},
      policyDefinitions: items.map(({ recommendation }) => ({
        policyDefinitionId: definitionId(recommendation),
        policyDefinitionReferenceId: recommendation.name,
        parameters: {},
      })),
    },
  };
}
