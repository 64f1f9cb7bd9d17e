import type { JsonValue } from '@plumbline/policy';

/** A setting that people really change, in both directions, and that a recommendation looks at. */
export interface Setting {
  /** Lower case. */
  readonly type: string;
  readonly path: readonly string[];
  readonly safe: JsonValue;
  readonly unsafe: JsonValue;
}

export const settings: readonly Setting[] = [
  { type: 'microsoft.storage/storageaccounts', path: ['properties', 'supportsHttpsTrafficOnly'], safe: true, unsafe: false },
  { type: 'microsoft.storage/storageaccounts', path: ['properties', 'networkAcls', 'defaultAction'], safe: 'Deny', unsafe: 'Allow' },
  { type: 'microsoft.web/sites', path: ['properties', 'httpsOnly'], safe: true, unsafe: false },
  { type: 'microsoft.cache/redis', path: ['properties', 'enableNonSslPort'], safe: false, unsafe: true },
  { type: 'microsoft.automation/automationaccounts/variables', path: ['properties', 'isEncrypted'], safe: true, unsafe: false },
  {
    type: 'microsoft.sql/servers/databases/transparentdataencryption',
    path: ['properties', 'status'],
    safe: 'Enabled',
    unsafe: 'Disabled',
  },
];
