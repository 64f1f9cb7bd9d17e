/**
 * What to run so that a missing type is collected. Resource Graph holds no more than these of what lies below resources and
 * subscriptions; for everything else az needs one request for each resource, which `plumbline collect` makes.
 *
 * @param needs a lower-case type, or `configuration`
 */
export function commandFor(needs: string): string {
  if (needs === 'configuration') return 'az graph query -q "resources" --first 1000 -o json';
  if (needs === 'microsoft.authorization/roleassignments') return 'az role assignment list --all -o json';
  const table = tableOf(needs);
  return table === undefined
    ? 'plumbline collect --out export/'
    : `az graph query -q "${table} | where type == '${needs}'" --first 1000 -o json`;
}

/** The table of Resource Graph that holds a type; undefined where none does. */
function tableOf(type: string): string | undefined {
  const own = Object.entries(typesByTable).find(([, types]) => types.includes(type))?.[0];
  if (own !== undefined) return own;
  const isBelow = type.split('/').length > 2;
  return isBelow || elsewhere.test(type) ? undefined : 'resources';
}

const typesByTable: Readonly<Record<string, readonly string[]>> = {
  resourcecontainers: ['microsoft.resources/subscriptions', 'microsoft.resources/subscriptions/resourcegroups'],
  policyresources: [
    'microsoft.authorization/policyassignments',
    'microsoft.authorization/policyexemptions',
    'microsoft.authorization/policydefinitions',
    'microsoft.authorization/policysetdefinitions',
  ],
  securityresources: ['microsoft.security/assessments', 'microsoft.security/assessments/subassessments'],
  guestconfigurationresources: ['microsoft.guestconfiguration/guestconfigurationassignments'],
  recoveryservicesresources: ['microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems'],
  resources: [
    'microsoft.sql/servers/databases',
    'microsoft.sql/servers/elasticpools',
    'microsoft.sql/managedinstances/databases',
    'microsoft.compute/virtualmachines/extensions',
    'microsoft.hybridcompute/machines/extensions',
    'microsoft.web/sites/slots',
    'microsoft.automation/automationaccounts/runbooks',
    'microsoft.cdn/profiles/endpoints',
    'microsoft.cdn/profiles/afdendpoints',
  ],
};

/** Lists of subscriptions, settings of resources, and the directory. */
const elsewhere =
  /^microsoft\.(?:security|authorization|graph|management)\/|^microsoft\.insights\/(?:diagnosticsettings|datacollectionruleassociations)$|^microsoft\.(?:datalakestore|datalakeanalytics)\/accounts$/;
