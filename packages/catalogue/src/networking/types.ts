/** The types that decisions about networks look at, in Azure's casing. */
export const machineType = 'Microsoft.Compute/virtualMachines';
export const interfaceType = 'Microsoft.Network/networkInterfaces';
export const networkType = 'Microsoft.Network/virtualNetworks';
export const subnetType = 'Microsoft.Network/virtualNetworks/subnets';
export const securityGroupType = 'Microsoft.Network/networkSecurityGroups';
export const routeTableType = 'Microsoft.Network/routeTables';
export const justInTimeType = 'Microsoft.Security/locations/jitNetworkAccessPolicies';

type Reads = Readonly<Record<string, readonly string[]>>;

/** Single members rather than whole lists: what names each resource besides would tell those apart that are judged alike. */
export const configurationReads = [
  'properties.ipConfigurations[*].properties.privateIPAddress',
  'properties.ipConfigurations[*].properties.privateIPAddressVersion',
  'properties.ipConfigurations[*].properties.applicationSecurityGroups[*].id',
  'properties.ipConfigurations[*].properties.subnet.id',
  'properties.ipConfigurations[*].properties.publicIPAddress.id',
];

const embeddedReads = [
  'properties.subnets[*].id',
  'properties.subnets[*].name',
  'properties.subnets[*].properties.networkSecurityGroup.id',
  'properties.subnets[*].properties.routeTable.id',
];

/** What finding a machine's interfaces and the groups before them reads. */
export const attachmentReads: Reads = {
  [machineType]: ['properties.networkProfile.networkInterfaces[*].id'],
  [interfaceType]: [...configurationReads, 'properties.networkSecurityGroup.id'],
  [networkType]: embeddedReads,
  [subnetType]: ['properties.networkSecurityGroup.id'],
  [securityGroupType]: ['properties.subnets[*].id'],
};

/** What finding out which ports the Internet reaches reads besides. */
export const reachReads: Reads = {
  ...attachmentReads,
  [securityGroupType]: [
    'properties.subnets[*].id',
    'properties.securityRules[*].properties',
    'properties.defaultSecurityRules[*].properties',
  ],
};

/** What finding a machine's default route reads besides. */
export const routeReads: Reads = {
  ...reachReads,
  [interfaceType]: [...configurationReads, 'properties.networkSecurityGroup.id', 'properties.enableIPForwarding'],
  [subnetType]: ['properties.networkSecurityGroup.id', 'properties.routeTable.id'],
  [routeTableType]: ['properties.routes[*].properties'],
};
