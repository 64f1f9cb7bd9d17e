import type { JsonObject, Resource } from '@plumbline/policy';
import { exampleResource } from './example-resource.ts';
import type { Neighbours } from './recommendation.ts';
import { isObject, objectsAt, textAt, valueAt } from './value-at.ts';

export const scaleSetType = 'Microsoft.Compute/virtualMachineScaleSets';
export const scaleSetExtensionType = 'Microsoft.Compute/virtualMachineScaleSets/extensions';

/** What the functions here read of a scale set. */
export const scaleSetReads = ['properties.virtualMachineProfile'];
export const scaleSetExtensionReads = ['properties.publisher', 'properties.type'];

const publishersByType: Readonly<Record<string, readonly string[]>> = {
  iaasdiagnostics: ['microsoft.azure.diagnostics'],
  linuxdiagnostic: ['microsoft.ostcextensions', 'microsoft.azure.diagnostics'],
};

/** The extensions in the profile of a scale set: what its machines are made with. */
export function extensionsOf(scaleSet: Resource): readonly JsonObject[] {
  return objectsAt(scaleSet, 'properties.virtualMachineProfile.extensionProfile.extensions');
}

/** The extension that sends a machine's logs and events to storage, of the profile or collected as a child; undefined where neither has it. */
export function diagnosticsExtensionOf(scaleSet: Resource, neighbours: Neighbours): JsonObject | undefined {
  const children = neighbours.under(textAt(scaleSet, 'id'), scaleSetExtensionType);
  return [...extensionsOf(scaleSet), ...children].find(isDiagnostics);
}

export function hasProfile(scaleSet: Resource): boolean {
  return isObject(valueAt(scaleSet, 'properties.virtualMachineProfile'));
}

function isDiagnostics(extension: JsonObject): boolean {
  const publishers = publishersByType[textAt(extension, 'properties.type').toLowerCase()] ?? [];
  return publishers.includes(textAt(extension, 'properties.publisher').toLowerCase());
}

/** A scale set for the examples. */
export function exampleScaleSet(
  name: string,
  extensions: readonly JsonObject[],
  imageReference: JsonObject = { offer: 'WindowsServer' },
): JsonObject {
  return exampleResource(scaleSetType, name, {
    sku: { name: 'Standard_D2s_v5', capacity: 3 },
    properties: { virtualMachineProfile: { storageProfile: { imageReference }, extensionProfile: { extensions } } },
  });
}

export function exampleExtensionProfile(publisher: string, type: string, settings: JsonObject = {}): JsonObject {
  return { name: type, properties: { publisher, type, settings, autoUpgradeMinorVersion: true } };
}
