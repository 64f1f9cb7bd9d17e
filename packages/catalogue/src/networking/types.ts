/** The types that decisions about networks look at, in Azure's casing. */
export const machineType = 'Microsoft.Compute/virtualMachines';
export const interfaceType = 'Microsoft.Network/networkInterfaces';
export const networkType = 'Microsoft.Network/virtualNetworks';
export const subnetType = 'Microsoft.Network/virtualNetworks/subnets';
export const securityGroupType = 'Microsoft.Network/networkSecurityGroups';
export const routeTableType = 'Microsoft.Network/routeTables';
export const justInTimeType = 'Microsoft.Security/locations/jitNetworkAccessPolicies';

type Reads = Readonly<Record<string, readonly string[]>>;

/** What finding a machine's interfaces and the groups before them reads. */
export const attachmentReads: Reads = {
  [machineType]: ['properties.networkProfile'],
  [interfaceType]: ['properties.ipConfigurations', 'properties.networkSecurityGroup'],
  [networkType]: ['properties.subnets'],
  [subnetType]: ['properties.networkSecurityGroup'],
  [securityGroupType]: ['properties.subnets'],
};

/** What finding out which ports the Internet reaches reads besides. */
export const reachReads: Reads = {
  ...attachmentReads,
  [securityGroupType]: ['properties.subnets', 'properties.securityRules', 'properties.defaultSecurityRules'],
};

/** What finding a machine's default route reads besides. */
export const routeReads: Reads = {
  ...reachReads,
  [interfaceType]: ['properties.ipConfigurations', 'properties.networkSecurityGroup', 'properties.enableIPForwarding'],
  [subnetType]: ['properties.networkSecurityGroup', 'properties.routeTable'],
  [routeTableType]: ['properties.routes'],
};
