/** A diagnostic setting of a resource: enabled to a workspace, or switched off. */
export function diagnosticSetting(place, parent, categories, { enabled = true, toStorage = false, days = 0 } = {}) {
  const logs = categories.map((category) => ({ category, categoryGroup: null, enabled, retentionPolicy: { enabled: days > 0, days } }));
  return place.under(parent, '/providers/Microsoft.Insights/diagnosticSettings/audit', 'Microsoft.Insights/diagnosticSettings', {
    logs,
    metrics: [],
    workspaceId: toStorage ? null : `${place.group}/providers/Microsoft.OperationalInsights/workspaces/central-logs`,
    storageAccountId: toStorage ? `${place.group}/providers/Microsoft.Storage/storageAccounts/auditlogs` : null,
  });
}
