import type { JsonObject } from '@plumbline/policy';
import { exampleId, exampleResource } from './example-resource.ts';

/** A virtual machine for the examples, with one managed operating system disk. */
export function machine(name: string, properties: JsonObject = {}, system = 'Linux'): JsonObject {
  const osDisk = { osType: system, createOption: 'FromImage', managedDisk: { id: exampleId(disk(`${name}-os`)) } };
  return exampleResource('Microsoft.Compute/virtualMachines', name, {
    properties: { hardwareProfile: { vmSize: 'Standard_D2s_v5' }, storageProfile: { osDisk, dataDisks: [] }, ...properties },
  });
}

export function scaleSet(name: string): JsonObject {
  return exampleResource('Microsoft.Compute/virtualMachineScaleSets', name, {
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 3 },
    properties: { virtualMachineProfile: { storageProfile: { osDisk: { osType: 'Linux' } } } },
  });
}

export function disk(name: string, properties: JsonObject = {}): JsonObject {
  return exampleResource('Microsoft.Compute/disks', name, { properties: { diskSizeGB: 64, diskState: 'Attached', ...properties } });
}

/** An extension of a machine, installed without error. */
export function extension(of: JsonObject, publisher: string, type: string, properties: JsonObject = {}): JsonObject {
  return {
    id: `${exampleId(of)}/extensions/${type}`,
    name: type,
    type: 'Microsoft.Compute/virtualMachines/extensions',
    location: 'westeurope',
    properties: { publisher, type, typeHandlerVersion: '1.0', provisioningState: 'Succeeded', ...properties },
  };
}

/** A resource as `az resource list` gives it: without its configuration. */
export function withoutConfiguration(resource: JsonObject): JsonObject {
  const { properties: _left, ...rest } = resource;
  return rest;
}
