export { type AzureApiOptions, azureApi } from './azure-api.ts';
export { type CertificateFolder, certificateFilesIn, type EnsuredCertificate, ensureCertificate } from './certificate/folder.ts';
export { type AzureApiCode, OperationError } from './operation-error.ts';
export { ownTenant } from './tenant.ts';
