/** Where a resource stands and what every resource carries. */
export function placeOf({ random, subscription, resourceGroup, location = 'westeurope', tags = {}, faults = 0.3 }) {
  const group = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
  return {
    random,
    subscription,
    resourceGroup,
    location,
    tags,
    group,
    /** True where this resource should have a fault. */
    isBad: (probability = faults) => random.chance(probability),
    idOf: (type, name) => `${group}/providers/${pathOf(type, name)}`,
    resource(type, name, rest) {
      return {
        id: `${group}/providers/${pathOf(type, name)}`,
        name: name.split('/').at(-1),
        type,
        location,
        tags,
        subscriptionId: subscription,
        resourceGroup,
        tenantId: '7d8f3c52-0a4e-4a4b-9b1e-5f3a6c2d1e00',
        ...rest,
        properties: { provisioningState: 'Succeeded', ...rest?.properties },
      };
    },
    /** A child or extension resource of one that stands already: no location, no tags. */
    under(parent, path, type, properties, rest = {}) {
      return {
        id: `${parent.id}${path}`,
        name: path.split('/').at(-1),
        type,
        subscriptionId: subscription,
        resourceGroup,
        ...rest,
        properties,
      };
    },
  };
}

function pathOf(type, name) {
  const [provider, ...types] = type.split('/');
  const names = name.split('/');
  return [provider, ...types.flatMap((part, index) => [part, names[index]])].join('/');
}
