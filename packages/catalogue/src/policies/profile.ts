import type { CompiledPolicy, JsonObject, JsonValue } from '@plumbline/policy';
import type { Category, Severity } from '../recommendation.ts';

/** What a policy counts when nothing says otherwise: ours and plain, since Azure publishes no points for policies. */
export const defaultPoints = 10;
export const defaultSeverity: Severity = 'medium';
/** The maximum of a control that is a group of an initiative. */
export const defaultControlMax = 4;

/**
 * What a definition says of itself beyond the policy language: `metadata.plumbline` with `severity`, `category` and `points`
 * (1..50, or null for none), else `metadata.severity`, else the default; the category follows from the types it is about.
 */
export function aboutPolicy(policy: CompiledPolicy): {
  readonly severity: Severity;
  readonly category: Category;
  readonly points: number | null | undefined;
} {
  const own = objectIn(policy.metadata['plumbline']);
  const points = own['points'];
  return {
    severity: severityIn(own['severity']) ?? severityIn(policy.metadata['severity']) ?? defaultSeverity,
    category: categoryIn(own['category']) ?? categoryOf(policy),
    points: points === null || (typeof points === 'number' && Number.isInteger(points) && points >= 1 && points <= 50) ? points : undefined,
  };
}

function objectIn(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function severityIn(value: JsonValue | undefined): Severity | undefined {
  const lower = typeof value === 'string' ? value.toLowerCase() : '';
  return lower === 'high' || lower === 'medium' || lower === 'low' ? lower : undefined;
}

function categoryIn(value: JsonValue | undefined): Category | undefined {
  return value === 'compute' || value === 'networking' || value === 'data' || value === 'identity' || value === 'iot' ? value : undefined;
}

/** By the namespace of the first type that the rule is about. */
const categoryByNamespace: Readonly<Record<string, Category>> = {
  'microsoft.network': 'networking',
  'microsoft.cdn': 'networking',
  'microsoft.storage': 'data',
  'microsoft.sql': 'data',
  'microsoft.dbforpostgresql': 'data',
  'microsoft.dbformysql': 'data',
  'microsoft.dbformariadb': 'data',
  'microsoft.documentdb': 'data',
  'microsoft.cache': 'data',
  'microsoft.datalakestore': 'data',
  'microsoft.datalakeanalytics': 'data',
  'microsoft.synapse': 'data',
  'microsoft.datafactory': 'data',
  'microsoft.databricks': 'data',
  'microsoft.kusto': 'data',
  'microsoft.keyvault': 'identity',
  'microsoft.authorization': 'identity',
  'microsoft.managedidentity': 'identity',
  'microsoft.resources': 'identity',
  'microsoft.devices': 'iot',
};

function categoryOf({ types }: CompiledPolicy): Category {
  return categoryByNamespace[types?.[0]?.split('/')[0] ?? ''] ?? 'compute';
}
