import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where `.ci/run` puts the Azure SDK for Python; PLUMBLINE_AZURE_PYTHON names another. */
const usual = fileURLToPath(new URL('../../../../.cache/azure-python/bin/python', import.meta.url));

/** @returns a Python that has the SDK, or why there is none. */
export function azurePython(): { readonly python: string } | { readonly missing: string } {
  const python = process.env['PLUMBLINE_AZURE_PYTHON'] ?? usual;
  const hint =
    'python3 -m venv .cache/azure-python && .cache/azure-python/bin/pip install -r packages/azure-api/src/clients/python-requirements.txt';
  if (!existsSync(python)) return { missing: `the Azure SDK for Python is not installed (${hint})` };
  const { status } = spawnSync(python, ['-c', 'import azure.identity, azure.mgmt.security, azure.mgmt.resourcegraph']);
  return status === 0 ? { python } : { missing: `${python} lacks the Azure SDK (${hint})` };
}
