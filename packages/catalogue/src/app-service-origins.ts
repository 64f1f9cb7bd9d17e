import type { JsonValue } from '@plumbline/policy';
import type { ConfigurationFinding } from './app-service-config.ts';
import { valueAt } from './value-at.ts';

/** Whether an app's CORS settings let scripts of every origin in. No settings: no script of another origin gets in. */
export function judgeOrigins(value: (setting: string) => JsonValue | undefined): ConfigurationFinding {
  const origins = valueAt(value('cors'), 'allowedOrigins');
  const list = Array.isArray(origins) ? origins : [];
  if (list.includes('*')) return { status: 'Unhealthy', text: 'allows every origin (*).', setting: 'cors', expected: 'origins by name' };
  return { status: 'Healthy', text: list.length === 0 ? 'allows no other origin.' : `allows ${list.join(', ')} only.`, setting: 'cors' };
}
