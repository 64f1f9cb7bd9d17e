import type { CatalogueItem } from './catalogue.ts';

/** The initiative that Azure assigns by default and that its secure score follows: Microsoft's security benchmark. */
export const benchmarkInitiative = '1f3afdf9-d0c9-4c3d-847f-89da613e70a8';

/** What assignments and exemptions may call a recommendation, in lower case. */
export function policyNamesOf({ recommendation: { name, key, title }, references = [] }: CatalogueItem): ReadonlySet<string> {
  return new Set([name, key, title, ...(policyReferencesByName[name] ?? []), ...references].map((text) => text.toLowerCase()));
}

/**
 * The members of Microsoft's security benchmark that mean the same as one of our recommendations: their reference ids in the
 * initiative (as it stands in 2026, and as it stood in 2019 and 2020) and the ids of their definitions. Policy exemptions name these.
 */
export const policyReferencesByName: Readonly<Record<string, readonly string[]>> = {
  'vm-network-security-group': [
    'networkSecurityGroupsOnVirtualMachinesMonitoring',
    'f6de0be7-9a8a-4b8a-b349-43cf02d22f7c',
    'networkSecurityGroupsOnInternalVirtualMachinesMonitoring',
    'bb91dfba-c30d-4263-9add-9c2384e659a6',
  ],
  'subnet-network-security-group': ['networkSecurityGroupsOnSubnetsMonitoring', 'e71308d3-144b-4262-b144-efdc3cc90517'],
  'vm-just-in-time-access': ['jitNetworkAccessMonitoring', 'b0f33259-77d7-4c9e-aac6-3aabcfae693c'],
  'vm-permissive-internet-rules': ['nextGenerationFirewallMonitoring', '9daedab3-fb2d-461e-b861-71790eead4f6'],
  'vm-route-through-firewall': ['AzureFirewallEffect', 'fc5e4038-4584-4632-8c85-c0448d374b2c'],
  'vnet-ddos-protection': ['vnetEnableDDoSProtectionMonitoring', 'a7aca53f-2ed4-4466-a25e-0b45ade68efd'],
  'vm-management-ports-closed': ['restrictAccessToManagementPortsMonitoring', '22730e10-96f6-4aac-ad84-9383d35b5917'],
  'vm-ip-forwarding': ['disableIPForwardingMonitoring', 'bd352bd5-2853-4985-bf0d-73806b4a5744'],
  'web-app-https-only': ['webAppEnforceHttpsMonitoring', 'a4af4a39-4135-47fb-b175-47fbdf85311d'],
  'function-app-https-only': ['functionAppEnforceHttpsMonitoring', '6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab'],
  'web-app-remote-debugging': ['webAppDisableRemoteDebuggingMonitoring', 'cb510bfd-1cba-4d9f-a230-cb0976f4bb71'],
  'function-app-remote-debugging': ['functionAppDisableRemoteDebuggingMonitoring', '0e60b895-3786-45da-8377-9c6b4b6ac5f9'],
  'web-app-cors': ['webAppRestrictCORSAccessMonitoring', '5744710e-cc2f-4ee8-8809-3b11e89f4bc9'],
  'function-app-cors': ['functionAppRestrictCORSAccessMonitoring', '0820b7b9-23aa-4725-a1ce-ae4558f718e5'],
  'service-fabric-aad-authentication': ['aadAuthenticationInServiceFabricMonitoring', 'b54ed75b-3e1a-44ac-a333-05ba39b99ff0'],
  'service-fabric-protection-level': ['clusterProtectionLevelInServiceFabricMonitoring', '617c02be-7f02-4efd-8836-3180d47b6c68'],
  'automation-variable-encryption': ['encryptionOfAutomationAccountMonitoring', '3657f5a0-770e-44a3-b44e-9431ba1e9735'],
  'search-diagnostic-logs': ['diagnosticsLogsInSearchServiceMonitoring', 'b4330a05-a843-4bc8-bf9a-cacce50c67f4'],
  'service-bus-diagnostic-logs': ['diagnosticsLogsInServiceBusMonitoring', 'f8d36e2f-389b-4ee4-898d-21aeb69a0f45'],
  'stream-analytics-diagnostic-logs': ['diagnosticsLogsInStreamAnalyticsMonitoring', 'f9be5368-9bf5-4b84-9e0a-7850da98bb46'],
  'batch-diagnostic-logs': ['diagnosticsLogsInBatchAccountMonitoring', '428256e6-1fac-4f48-a757-df34c2b3336d'],
  'event-hub-diagnostic-logs': ['diagnosticsLogsInEventHubMonitoring', '83a214f7-d01a-484b-91a9-ed54470c9a6a'],
  'logic-app-diagnostic-logs': ['diagnosticsLogsInLogicAppsMonitoring', '34f95f76-5386-4de7-b824-0d8478470c9d'],
  'key-vault-diagnostic-logs': ['diagnosticsLogsInKeyVaultMonitoring', 'cf820ca0-f99e-4f3e-84fb-66e913812d21'],
  'data-lake-store-diagnostic-logs': ['diagnosticsLogsInDataLakeStoreMonitoring', '057ef27e-665e-4328-8ea3-04b3122bd9fb'],
  'data-lake-analytics-diagnostic-logs': ['diagnosticsLogsInDataLakeAnalyticsMonitoring', 'c95c74d9-38fe-4f0d-af86-0c7d626a315c'],
  'machine-system-updates': ['systemUpdatesMonitoring', 'systemUpdatesV2Monitoring', 'f85bf3e0-d513-442e-89c3-1784ad63382b'],
  'machine-security-configuration': [
    'systemConfigurationsMonitoring',
    'windowsGuestConfigBaselinesMonitoring',
    '72650e9f-97bc-4b2a-ab5f-9781a9fcecbc',
    'linuxGuestConfigBaselinesMonitoring',
    'fc9b3da7-8347-4380-8e70-0a0361d8dedd',
  ],
  'container-security-configuration': ['containerBenchmarkMonitoring'],
  'machine-vulnerability-assessment': ['serverVulnerabilityAssessment', '501541f7-f7e7-4cd6-868c-4190fdad3ac9'],
  'machine-vulnerability-findings': ['vulnerabilityAssesmentMonitoring'],
  'machine-adaptive-application-controls': ['adaptiveApplicationControlsMonitoring'],
  'machine-endpoint-protection': ['endpointProtectionMonitoring'],
  'vm-disk-encryption': [
    'diskEncryptionMonitoring',
    'gcLinuxDiskEncryptionMonitoring',
    'ca88aadc-6e2b-416c-9de2-5a0f01d1693f',
    'gcWindowsDiskEncryptionMonitoring',
    '3dc5edcd-002d-444c-b216-e123bbfa37c0',
  ],
  'vm-classic-migration': ['classicComputeVMsMonitoring', '1d84d5fb-01f6-4d12-ba4f-4a26081d403d'],
  'scale-set-system-updates': ['vmssSystemUpdatesMonitoring'],
  'scale-set-endpoint-protection': ['vmssEndpointProtectionMonitoring'],
  'scale-set-security-configuration': ['vmssOsVulnerabilitiesMonitoring'],
  'storage-secure-transfer': ['secureTransferToStorageAccountMonitoring', '404c3081-a854-4457-ae30-26a93ef643f9'],
  'redis-secure-connections': ['diagnosticsLogsInRedisCacheMonitoring', '22bee202-a82f-4305-9a2a-6d7f44d4dedb'],
  'sql-transparent-data-encryption': ['sqlDbEncryptionMonitoring', '17k78e20-9358-41c9-923c-fb736d382a12'],
  'sql-server-auditing': ['sqlServerAuditingMonitoring', 'a6fb4358-5bf4-4ad7-ba82-2cd2f41ce5e9'],
  'sql-vulnerability-findings': ['sqlDbVulnerabilityAssesmentMonitoring', 'feedbf84-6b99-488c-acc2-71c829aa5ffc'],
  'sql-server-aad-administrator': ['aadAuthenticationInSqlServerMonitoring', '1f314764-cb73-4fc9-b863-8eca98ac36e9'],
  'storage-network-restricted': ['disableUnrestrictedNetworkToStorageAccountMonitoring', '34c877ad-507e-4c82-993e-3452a6e0ad3c'],
  'storage-classic-migration': ['classicStorageAccountsMonitoring', '37e0d2fe-28a5-43d6-a273-67d37d1f5606'],
  'subscription-mfa-owners': ['identityEnableMFAForOwnerPermissionsMonitoring'],
  'subscription-mfa-writers': ['identityEnableMFAForWritePermissionsMonitoring'],
  'subscription-mfa-readers': ['identityEnableMFAForReadPermissionsMonitoring'],
  'subscription-external-owners': [
    'identityRemoveExternalAccountWithOwnerPermissionsMonitoring',
    'identityRemoveExternalAccountWithOwnerPermissionsMonitoringNew',
    '339353f6-2387-4a45-abe4-7f529d121046',
  ],
  'subscription-external-writers': [
    'identityRemoveExternalAccountWithWritePermissionsMonitoring',
    'identityRemoveExternalAccountWithWritePermissionsMonitoringNew',
    '94e1c2ac-cbbe-4cac-a2b5-389c812dee87',
  ],
  'subscription-external-readers': [
    'identityRemoveExternalAccountWithReadPermissionsMonitoring',
    'identityRemoveExternalAccountWithReadPermissionsMonitoringNew',
    'e9ac8f8e-ce22-4355-8f04-99b911d6be52',
  ],
  'subscription-deprecated-owners': [
    'identityRemoveDeprecatedAccountWithOwnerPermissionsMonitoring',
    'identityRemoveDeprecatedAccountWithOwnerPermissionsMonitoringNew',
    '0cfea604-3201-4e14-88fc-fae4c427a6c5',
  ],
  'subscription-deprecated-accounts': [
    'identityRemoveDeprecatedAccountMonitoring',
    'identityRemoveDeprecatedAccountMonitoringNew',
    '8d7e1fde-fe26-4b5f-8108-f8e432cbc2be',
  ],
  'subscription-more-than-one-owner': ['identityDesignateMoreThanOneOwnerMonitoring', '09024ccc-0c5f-475e-9457-b7c0d9ed487b'],
  'subscription-maximum-three-owners': ['identityDesignateLessThanOwnersMonitoring', '4f11b553-d42e-4e3a-89be-32ca364cad4c'],
};
