const deploymentOnly = 'It belongs to a running deployment; read the resource with field() or take the value as a parameter.';
const otherResources = 'A rule reads one resource; look at related ones with auditIfNotExists and an existence condition.';
const lambdas = 'Use a count with a where condition instead.';

const reasons = new Map<string, string>([
  ...['copyindex', 'deployer', 'deployment', 'environment', 'externalinput', 'variables'].map((name) => [name, deploymentOnly] as const),
  ...['providers', 'reference', 'references', 'pickzones'].map((name) => [name, otherResources] as const),
  ...['tologicalzone', 'tologicalzones', 'tophysicalzone', 'tophysicalzones'].map((name) => [name, otherResources] as const),
  ...['resourceid', 'subscriptionresourceid', 'tenantresourceid', 'managementgroupresourceid', 'extensionresourceid'].map(
    (name) => [name, "Build the id with concat(), from field('id') or subscription().id."] as const,
  ),
  ...['managementgroup', 'tenant'].map((name) => [name, 'Only subscription() and resourceGroup() are known to a rule.'] as const),
  ...['lambda', 'lambdavariables', 'map', 'filter', 'reduce', 'sort', 'groupby', 'toobject', 'mapvalues'].map(
    (name) => [name, lambdas] as const,
  ),
  ['newguid', 'It gives another value each time; use guid() with the names that the value should depend on.'],
]);

/** Why a function of deployment templates is not allowed in rules; undefined when it is none of those. Takes a lower-case name. */
export function forbiddenFunctions(name: string): string | undefined {
  return reasons.get(name) ?? (/^list[a-z0-9]*$/.test(name) ? otherResources : undefined);
}
