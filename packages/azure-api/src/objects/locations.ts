import { param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { whole } from '../arm/page.ts';
import { route } from '../arm/route.ts';
import { knownSubscription } from '../selection.ts';

const names: Readonly<Record<string, string>> = {
  eastus: 'East US',
  eastus2: 'East US 2',
  southcentralus: 'South Central US',
  westus: 'West US',
  westus2: 'West US 2',
  westus3: 'West US 3',
  centralus: 'Central US',
  northcentralus: 'North Central US',
  westcentralus: 'West Central US',
  canadacentral: 'Canada Central',
  canadaeast: 'Canada East',
  brazilsouth: 'Brazil South',
  northeurope: 'North Europe',
  westeurope: 'West Europe',
  uksouth: 'UK South',
  ukwest: 'UK West',
  francecentral: 'France Central',
  germanywestcentral: 'Germany West Central',
  switzerlandnorth: 'Switzerland North',
  norwayeast: 'Norway East',
  swedencentral: 'Sweden Central',
  polandcentral: 'Poland Central',
  italynorth: 'Italy North',
  spaincentral: 'Spain Central',
  uaenorth: 'UAE North',
  qatarcentral: 'Qatar Central',
  israelcentral: 'Israel Central',
  southafricanorth: 'South Africa North',
  centralindia: 'Central India',
  southindia: 'South India',
  eastasia: 'East Asia',
  southeastasia: 'Southeast Asia',
  japaneast: 'Japan East',
  japanwest: 'Japan West',
  koreacentral: 'Korea Central',
  australiaeast: 'Australia East',
  australiasoutheast: 'Australia Southeast',
  newzealandnorth: 'New Zealand North',
};

/** Where the security service keeps a subscription: clients ask for the first before they ask for tasks. */
const home = 'centralus';
const security = '/subscriptions/{subscription}/providers/Microsoft.Security/locations';

export const locations = [
  route('GET /subscriptions/{subscription}/locations', async (call) => {
    const { id } = await knownSubscription(call, param(call, 'subscription'));
    return whole(
      Object.entries(names).map(([name, displayName]) => ({
        id: `/subscriptions/${id}/locations/${name}`,
        type: 'Region',
        name,
        displayName,
        regionalDisplayName: displayName,
        metadata: { regionType: 'Physical', regionCategory: 'Recommended' },
      })),
    );
  }),
  route(`GET ${security}`, async (call) => whole([locationOf((await knownSubscription(call, param(call, 'subscription'))).id)])),
  route(`GET ${security}/{location}`, async (call) => {
    const { id } = await knownSubscription(call, param(call, 'subscription'));
    if (param(call, 'location').toLowerCase() !== home) throw notFound('ResourceNotFound', `There is one location here: ${home}.`);
    return { body: locationOf(id) };
  }),
];

function locationOf(subscription: string) {
  return {
    id: `/subscriptions/${subscription}/providers/Microsoft.Security/locations/${home}`,
    name: home,
    type: 'Microsoft.Security/locations',
    properties: { homeRegionName: home },
  };
}
