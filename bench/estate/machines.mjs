import { diagnosticSetting } from './diagnostics.mjs';

/** A virtual network with its subnets, and the security groups that protect them. */
export function network(place, name, { protectedSubnet = true, ddos = false, openManagement = false, openWeb = false } = {}) {
  const group = securityGroup(place, `${name}-nsg`, { openManagement, openWeb });
  const id = place.idOf('Microsoft.Network/virtualNetworks', name);
  const subnet = (subnetName, nsg) => ({
    id: `${id}/subnets/${subnetName}`,
    name: subnetName,
    type: 'Microsoft.Network/virtualNetworks/subnets',
    properties: {
      provisioningState: 'Succeeded',
      addressPrefix: '10.1.0.0/24',
      ...(nsg ? { networkSecurityGroup: { id: nsg.id } } : {}),
      serviceEndpoints: [],
      delegations: [],
    },
  });
  const vnet = place.resource('Microsoft.Network/virtualNetworks', name, {
    properties: {
      addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
      subnets: [subnet('workload', protectedSubnet ? group : null), subnet('GatewaySubnet', null)],
      enableDdosProtection: ddos,
      virtualNetworkPeerings: [],
    },
  });
  return { resources: [group, vnet], vnet, group, subnetId: `${id}/subnets/workload` };
}

export function securityGroup(place, name, { openManagement = false, openWeb = false, rules = [] } = {}) {
  const rule = (ruleName, priority, port, source, access = 'Allow') => ({
    id: `${place.idOf('Microsoft.Network/networkSecurityGroups', name)}/securityRules/${ruleName}`,
    name: ruleName,
    type: 'Microsoft.Network/networkSecurityGroups/securityRules',
    properties: {
      provisioningState: 'Succeeded',
      access,
      direction: 'Inbound',
      priority,
      protocol: 'Tcp',
      sourceAddressPrefix: source,
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: port,
      sourceAddressPrefixes: [],
      destinationPortRanges: [],
    },
  });
  const fallback = (ruleName, priority, source, access) => ({
    ...rule(ruleName, priority, '*', source, access),
    properties: { ...rule(ruleName, priority, '*', source, access).properties, protocol: '*' },
  });
  return place.resource('Microsoft.Network/networkSecurityGroups', name, {
    properties: {
      securityRules: [
        ...(openManagement
          ? [rule('ssh-from-anywhere', 100, '22', '*'), rule('rdp-from-anywhere', 110, '3389', 'Internet')]
          : [rule('ssh-from-bastion', 100, '22', '10.1.250.0/26')]),
        ...(openWeb ? [rule('web', 200, '443', 'Internet')] : []),
        ...rules,
      ],
      defaultSecurityRules: [
        fallback('AllowVnetInBound', 65000, 'VirtualNetwork', 'Allow'),
        fallback('AllowAzureLoadBalancerInBound', 65001, 'AzureLoadBalancer', 'Allow'),
        fallback('DenyAllInBound', 65500, '*', 'Deny'),
      ],
    },
  });
}

/** A machine with its interface, disk and extensions. */
export function machine(
  place,
  name,
  subnetId,
  { windows = false, publicAddress = false, ownGroup = null, forwarding = false, encrypted = true, agent = true, scanner = true } = {},
) {
  const nicId = place.idOf('Microsoft.Network/networkInterfaces', `${name}-nic`);
  const vmId = place.idOf('Microsoft.Compute/virtualMachines', name);
  const address = publicAddress
    ? [
        place.resource('Microsoft.Network/publicIPAddresses', `${name}-ip`, {
          sku: { name: 'Standard' },
          properties: {
            publicIPAllocationMethod: 'Static',
            ipAddress: '203.0.113.7',
            ipConfiguration: { id: `${nicId}/ipConfigurations/main` },
          },
        }),
      ]
    : [];
  const nic = place.resource('Microsoft.Network/networkInterfaces', `${name}-nic`, {
    properties: {
      ipConfigurations: [
        {
          id: `${nicId}/ipConfigurations/main`,
          name: 'main',
          properties: {
            primary: true,
            privateIPAddress: '10.1.0.4',
            subnet: { id: subnetId },
            ...(publicAddress ? { publicIPAddress: { id: address[0].id } } : {}),
          },
        },
      ],
      enableIPForwarding: forwarding,
      enableAcceleratedNetworking: true,
      virtualMachine: { id: vmId },
      ...(ownGroup ? { networkSecurityGroup: { id: ownGroup } } : {}),
    },
  });
  const vm = place.resource('Microsoft.Compute/virtualMachines', name, {
    properties: {
      vmId: place.random.guid(),
      hardwareProfile: { vmSize: place.random.pick(['Standard_D2s_v3', 'Standard_D4s_v3', 'Standard_B2ms', 'Standard_E8s_v3']) },
      storageProfile: {
        imageReference: windows
          ? { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2019-Datacenter', version: 'latest' }
          : { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: 'latest' },
        osDisk: {
          osType: windows ? 'Windows' : 'Linux',
          name: `${name}-os`,
          createOption: 'FromImage',
          diskSizeGB: 64,
          managedDisk: { storageAccountType: 'Premium_LRS', id: place.idOf('Microsoft.Compute/disks', `${name}-os`) },
        },
        dataDisks: [],
      },
      osProfile: { computerName: name, adminUsername: 'operator', allowExtensionOperations: true },
      networkProfile: { networkInterfaces: [{ id: nicId, properties: { primary: true } }] },
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
    },
  });
  const extension = (extensionName, publisher, type) =>
    place.under(
      vm,
      `/extensions/${extensionName}`,
      'Microsoft.Compute/virtualMachines/extensions',
      { publisher, type, typeHandlerVersion: '1.0', autoUpgradeMinorVersion: true, provisioningState: 'Succeeded', settings: {} },
      { location: place.location },
    );
  return {
    vm,
    resources: [
      ...address,
      nic,
      vm,
      extension('boot', windows ? 'Microsoft.Compute' : 'Microsoft.Azure.Extensions', windows ? 'CustomScriptExtension' : 'CustomScript'),
      ...(agent
        ? [extension('monitoring', 'Microsoft.EnterpriseCloud.Monitoring', windows ? 'MicrosoftMonitoringAgent' : 'OmsAgentForLinux')]
        : []),
      ...(encrypted
        ? [extension('encryption', 'Microsoft.Azure.Security', windows ? 'AzureDiskEncryption' : 'AzureDiskEncryptionForLinux')]
        : []),
      ...(scanner ? [extension('scanner', 'Qualys', windows ? 'QualysAgent' : 'QualysAgentLinux')] : []),
    ],
  };
}

export function scaleSet(place, name, subnetId, { logs = true } = {}) {
  const set = place.resource('Microsoft.Compute/virtualMachineScaleSets', name, {
    sku: { name: 'Standard_D2s_v3', tier: 'Standard', capacity: 4 },
    properties: {
      upgradePolicy: { mode: 'Rolling' },
      virtualMachineProfile: {
        osProfile: { computerNamePrefix: name, adminUsername: 'operator' },
        storageProfile: {
          osDisk: { osType: 'Linux', createOption: 'FromImage' },
          imageReference: { publisher: 'Canonical', offer: '0001-com-ubuntu-server-jammy', sku: '22_04-lts', version: 'latest' },
        },
        networkProfile: {
          networkInterfaceConfigurations: [
            { name: 'main', properties: { primary: true, ipConfigurations: [{ name: 'main', properties: { subnet: { id: subnetId } } }] } },
          ],
        },
        extensionProfile: {
          extensions: logs
            ? [
                {
                  name: 'diagnostics',
                  properties: {
                    publisher: 'Microsoft.Azure.Diagnostics',
                    type: 'LinuxDiagnostic',
                    typeHandlerVersion: '4.0',
                    settings: {},
                  },
                },
              ]
            : [],
        },
      },
    },
  });
  return { set, resources: [set] };
}

export function keyVault(place, name, { logs = true, purge = true } = {}) {
  const vault = place.resource('Microsoft.KeyVault/vaults', name, {
    properties: {
      sku: { family: 'A', name: 'standard' },
      tenantId: '7d8f3c52-0a4e-4a4b-9b1e-5f3a6c2d1e00',
      enableSoftDelete: true,
      ...(purge ? { enablePurgeProtection: true } : {}),
      enableRbacAuthorization: true,
      vaultUri: `https://${name}.vault.azure.net/`,
      networkAcls: { defaultAction: 'Allow', bypass: 'AzureServices', ipRules: [], virtualNetworkRules: [] },
    },
  });
  return [vault, diagnosticSetting(place, vault, ['AuditEvent'], { enabled: logs })];
}
