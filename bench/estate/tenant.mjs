const roles = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
};
const actionsByRole = { owner: ['*'], contributor: ['*'], reader: ['*/read'] };

/** Role definitions as a subscription lists them. */
export function roleDefinitions() {
  return Object.entries(roles).map(([name, guid]) => ({
    id: `/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
    name: guid,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName: name[0].toUpperCase() + name.slice(1),
      type: 'BuiltInRole',
      assignableScopes: ['/'],
      permissions: [
        {
          actions: actionsByRole[name],
          notActions: name === 'contributor' ? ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'] : [],
          dataActions: [],
          notDataActions: [],
        },
      ],
    },
  }));
}

export function managementGroup(name, displayName, parent) {
  return {
    id: `/providers/Microsoft.Management/managementGroups/${name}`,
    name,
    type: 'Microsoft.Management/managementGroups',
    properties: {
      displayName,
      details: parent === undefined ? {} : { parent: { id: `/providers/Microsoft.Management/managementGroups/${parent}`, name: parent } },
    },
  };
}

export function subscription(id, displayName, chain) {
  return {
    id: `/subscriptions/${id}`,
    name: displayName,
    type: 'microsoft.resources/subscriptions',
    subscriptionId: id,
    properties: {
      state: 'Enabled',
      displayName,
      managementGroupAncestorsChain: chain.map(([name, groupName]) => ({ name, displayName: groupName })),
    },
  };
}

export function user(id, name, { guest = false, enabled = true } = {}) {
  const mail = `${name.toLowerCase().replaceAll(' ', '.')}@harbour.example`;
  return {
    id,
    displayName: name,
    userPrincipalName: guest ? `${name.toLowerCase().replaceAll(' ', '.')}_partner.example#EXT#@harbour.example` : mail,
    userType: guest ? 'Guest' : 'Member',
    accountEnabled: enabled,
    mail,
  };
}

export function roleAssignment(random, scope, role, principalId, principalType = 'User') {
  const name = random.guid();
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      principalId,
      principalType,
      roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
      scope,
    },
  };
}

/** An assessment as the security service reports it. */
export function assessment(resourceId, { key, title }, code, cause) {
  return {
    id: `${resourceId}/providers/Microsoft.Security/assessments/${key}`,
    name: key,
    type: 'microsoft.security/assessments',
    properties: {
      displayName: title,
      resourceDetails: { Source: 'Azure', Id: resourceId },
      status: { code, ...(cause === undefined ? {} : { cause }) },
    },
  };
}
