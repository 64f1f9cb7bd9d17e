/** The types that decisions about access look at, in Azure's casing. */
export const subscriptionType = 'Microsoft.Resources/subscriptions';
export const assignmentType = 'Microsoft.Authorization/roleAssignments';
export const roleType = 'Microsoft.Authorization/roleDefinitions';
export const managementGroupType = 'Microsoft.Management/managementGroups';
export const userType = 'Microsoft.Graph/users';
export const groupType = 'Microsoft.Graph/groups';

/** What finding out who holds which role reads. */
export const accessReads: Readonly<Record<string, readonly string[]>> = {
  [assignmentType]: ['properties.principalId', 'properties.principalType', 'properties.roleDefinitionId', 'properties.scope'],
  [roleType]: ['properties.permissions'],
  [groupType]: ['properties.members'],
  [userType]: ['properties.userType', 'properties.userPrincipalName', 'properties.accountEnabled', 'properties.displayName'],
};
