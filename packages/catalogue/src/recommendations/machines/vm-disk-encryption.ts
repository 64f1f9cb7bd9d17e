import type { JsonObject, Resource } from '@plumbline/policy';
import { disk, extension, machine, withoutConfiguration } from '../../example-machine.ts';
import { at, hasConfiguration, listAt, nameOf, textAt } from '../../json-reading.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

const machineType = 'Microsoft.Compute/virtualMachines';
const extensionType = `${machineType}/extensions`;
const diskType = 'Microsoft.Compute/disks';

export const vmDiskEncryption: GraphRecommendation = {
  name: 'vm-disk-encryption',
  key: 'd57a4221-a804-52ca-3dea-768284f06bb7',
  title: 'Disk encryption should be applied on virtual machines',
  alsoKnownAs: [
    'Virtual machines should encrypt temp disks, caches, and data flows between Compute and Storage resources',
    'Apply disk encryption on your virtual machines',
  ],
  why: 'The platform encrypts disks in its storage only; with encryption on the machine, caches, temporary disks and copies are unreadable too.',
  severity: 'high',
  category: 'compute',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: {
    [machineType]: [
      'properties.storageProfile.osDisk.managedDisk.id',
      'properties.storageProfile.osDisk.encryptionSettings.enabled',
      'properties.storageProfile.dataDisks[*].managedDisk.id',
      'properties.securityProfile.encryptionAtHost',
    ],
    [extensionType]: ['properties.publisher', 'properties.type', 'properties.provisioningState'],
    [diskType]: ['properties.encryptionSettingsCollection.enabled'],
  },
  needs: [extensionType],
  judge(subject, neighbours) {
    if (!hasConfiguration(subject)) return missing('configuration', `${nameOf(subject)} came without its configuration.`);
    const own = encryptedByItself(subject);
    if (own !== undefined) return own;
    const installed = neighbours.under(textAt(subject, 'id') ?? '', extensionType).find(encrypts);
    if (installed !== undefined) {
      return {
        status: 'Healthy',
        because: {
          text: `The extension ${nameOf(installed)} encrypts its disks.`,
          resource: textAt(installed, 'id') ?? '',
          path: 'properties.type',
          found: textAt(installed, 'properties.type') ?? '',
        },
      };
    }
    const disks = judgeDisks(subject, neighbours);
    if (disks.status === 'Unhealthy' && !neighbours.isCollected(extensionType))
      return missing(extensionType, 'Its extensions are not in the input.');
    return disks;
  },
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Back the machine up',
      'Create a key vault in its region that is enabled for disk encryption',
      'Encrypt the operating system disk and all data disks, or turn on encryption at host',
    ],
    command:
      'az vm encryption enable --resource-group {resourceGroup} --name {name} --disk-encryption-keyvault KEY_VAULT --volume-type ALL',
    caution: 'The machine restarts, encrypting takes hours, and whoever loses the key loses the disks.',
  },
  whenNotToFix: 'An appliance or a system that disk encryption does not support; use encryption at host there.',
  examples: {
    healthy: [
      {
        name: 'extension on Linux',
        resource: machine('web-1'),
        estate: [extension(machine('web-1'), 'Microsoft.Azure.Security', 'AzureDiskEncryptionForLinux')],
      },
      {
        name: 'extension on Windows',
        resource: machine('app-1', {}, 'Windows'),
        estate: [extension(machine('app-1'), 'Microsoft.Azure.Security', 'AzureDiskEncryption')],
      },
      {
        name: 'encryption settings of the operating system disk',
        resource: machine('old-1', { storageProfile: { osDisk: { osType: 'Windows', encryptionSettings: { enabled: true } } } }),
        estate: [otherExtension('old-1')],
      },
      {
        name: 'every disk has encryption settings',
        resource: machine('db-1'),
        estate: [otherExtension('db-1'), disk('db-1-os', { encryptionSettingsCollection: { enabled: true } })],
      },
      {
        name: 'encryption at host',
        resource: machine('db-2', { securityProfile: { encryptionAtHost: true } }),
        estate: [otherExtension('db-2')],
      },
    ],
    unhealthy: [
      { name: 'neither extension nor settings', resource: machine('web-2'), estate: [otherExtension('web-2'), disk('web-2-os')] },
      {
        name: 'only encrypted by the platform, with a key of its own',
        resource: machine('web-3'),
        estate: [otherExtension('web-3'), disk('web-3-os', { encryption: { type: 'EncryptionAtRestWithCustomerKey' } })],
      },
      {
        name: 'the extension failed',
        resource: machine('web-4'),
        estate: [
          extension(machine('web-4'), 'Microsoft.Azure.Security', 'AzureDiskEncryptionForLinux', { provisioningState: 'Failed' }),
          disk('web-4-os'),
        ],
      },
      {
        name: 'disks without management of their own',
        resource: machine('old-2', { storageProfile: { osDisk: { vhd: { uri: 'https://shopvhds.blob.core.windows.net/vhds/os.vhd' } } } }),
        estate: [otherExtension('old-2')],
      },
    ],
    notCollected: [
      { name: 'no extensions in the input', resource: machine('web-5'), estate: [disk('web-5-os')] },
      { name: 'its disks are not in the input', resource: machine('web-6'), estate: [otherExtension('web-6')] },
      { name: 'listed without its configuration', resource: withoutConfiguration(machine('web-7')), estate: [otherExtension('web-7')] },
    ],
  },
};

function encryptedByItself(subject: Resource): GraphVerdict | undefined {
  const path = ['properties.storageProfile.osDisk.encryptionSettings.enabled', 'properties.securityProfile.encryptionAtHost'].find(
    (candidate) => at(subject, candidate) === true,
  );
  return path === undefined
    ? undefined
    : { status: 'Healthy', because: { text: 'The machine says that its disks are encrypted.', path, found: true } };
}

function encrypts(candidate: Resource): boolean {
  const text = (path: string) => (textAt(candidate, path) ?? '').toLowerCase();
  return (
    text('properties.publisher') === 'microsoft.azure.security' &&
    text('properties.type').startsWith('azurediskencryption') &&
    text('properties.provisioningState') !== 'failed'
  );
}

/** Healthy when every disk has encryption settings; one that has none decides, one that is not in the input leaves it open. */
function judgeDisks(subject: Resource, neighbours: Neighbours): GraphVerdict {
  const attached = [at(subject, 'properties.storageProfile.osDisk'), ...listAt(subject, 'properties.storageProfile.dataDisks')];
  const ids = attached.map((entry) => textAt(entry, 'managedDisk.id'));
  const disks = ids.map((id) => (id === undefined ? undefined : neighbours.byId(id)));
  const path = 'properties.encryptionSettingsCollection.enabled';
  const plain = disks.find((found) => found !== undefined && at(found, path) !== true);
  if (plain !== undefined) {
    const text = `${nameOf(plain)} is not encrypted by Azure Disk Encryption, and the machine has no extension that does it.`;
    return { status: 'Unhealthy', because: { text, resource: textAt(plain, 'id') ?? '', path, found: at(plain, path), expected: true } };
  }
  const absent = ids.find((id, index) => id !== undefined && disks[index] === undefined);
  if (absent !== undefined) return missing(diskType, `The disk ${absent} is not in the input.`);
  if (ids.every((id) => id !== undefined))
    return { status: 'Healthy', because: { text: 'All its disks have encryption settings.', path, found: true } };
  return {
    status: 'Unhealthy',
    because: { text: 'It has a disk in a storage account and nothing that encrypts it.', path: 'properties.storageProfile' },
  };
}

function missing(needs: string, text: string): GraphVerdict {
  return { status: 'NotCollected', needs, because: { text } };
}

function otherExtension(name: string): JsonObject {
  return extension(machine(name), 'Microsoft.Azure.Extensions', 'CustomScript');
}
