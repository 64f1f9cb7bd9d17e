import type { JsonValue } from '@plumbline/policy';
import { type ConfigurationFinding, isWebApp, siteConfigurationRule } from './app-service-config.ts';
import { textAt } from './value-at.ts';

/** One language of App Service with the newest version that it offers. An app that is ahead of the table is up to date. */
export interface Stack {
  readonly language: string;
  /** The setting of an app on Windows; `latest` is empty where Windows no longer offers the language. */
  readonly windows: { readonly setting: string; readonly latest: readonly string[] };
  /** What stands before the bar in `linuxFxVersion`, with the newest version of each. */
  readonly linux: Readonly<Record<string, string>>;
}

/**
 * The newest supported versions as `az webapp list-runtimes` and Microsoft's runtime support policy have them; data, so renew both
 * the versions and the date. Windows calls every .NET Framework from 4.0 to 4.8 `v4.0`, and gives that to apps that use no .NET at all.
 */
export const appServiceVersions = {
  lookedUp: '2026-11-24',
  dotnet: {
    language: '.NET',
    windows: { setting: 'netFrameworkVersion', latest: ['v4.0', 'v10.0'] },
    linux: { DOTNETCORE: '10.0', DOTNET: '10.0' },
  },
  // JBoss EAP lags behind: its newest release runs on Java 21.
  java: { language: 'Java', windows: { setting: 'javaVersion', latest: ['25'] }, linux: { JAVA: '25', TOMCAT: '25', JBOSSEAP: '21' } },
  php: { language: 'PHP', windows: { setting: 'phpVersion', latest: [] }, linux: { PHP: '8.5' } },
  node: { language: 'Node.js', windows: { setting: 'nodeVersion', latest: ['24'] }, linux: { NODE: '24' } },
  python: { language: 'Python', windows: { setting: 'pythonVersion', latest: [] }, linux: { PYTHON: '3.14' } },
} as const;

/** Web apps that use the language must run its newest supported version; apps without it are no subject. */
export function latestVersionRule(stack: Stack) {
  return siteConfigurationRule({
    applies: isWebApp,
    subject: 'a web app',
    settings: [stack.windows.setting, 'linuxFxVersion'],
    decide: (value, site) => {
      const linux = asText(value('linuxFxVersion'));
      if (linux !== '' || textAt(site, 'kind').toLowerCase().includes('linux')) return judgeLinux(stack, linux);
      return judgeWindows(stack, asText(value(stack.windows.setting)));
    },
  });
}

function judgeLinux(stack: Stack, image: string): ConfigurationFinding {
  const setting = 'linuxFxVersion';
  const [runtime = '', version = ''] = image.toUpperCase().split('|');
  const latest = Object.hasOwn(stack.linux, runtime) ? stack.linux[runtime] : undefined;
  if (latest === undefined) return { status: 'NotApplicable', text: `does not run ${stack.language}.`, setting };
  const isLatest = !isOlder(languageVersion(version), latest);
  return finding(stack, { isLatest, found: image, setting, expected: latest });
}

function judgeWindows(stack: Stack, version: string): ConfigurationFinding {
  const { setting, latest } = stack.windows;
  if (version === '' || version.toLowerCase() === 'off')
    return { status: 'NotApplicable', text: `does not run ${stack.language}.`, setting };
  const newest = latest.at(-1);
  const isLatest = newest !== undefined && (latest.includes(version.toLowerCase()) || !isOlder(version, newest));
  return finding(stack, { isLatest, found: version, setting, expected: newest ?? 'off' });
}

function finding(
  stack: Stack,
  { isLatest, found, setting, expected }: { isLatest: boolean; found: string; setting: string; expected: string },
): ConfigurationFinding {
  const known = expected === 'off' ? `Windows offers no supported ${stack.language} any more` : `the newest is ${expected}`;
  const text = `runs ${stack.language} as ${found}; ${known} (looked up ${appServiceVersions.lookedUp}).`;
  return { status: isLatest ? 'Healthy' : 'Unhealthy', text, setting, expected };
}

/** `11.0-JAVA25` and `9.0-JRE8` carry the version of the language behind that of the server. */
function languageVersion(version: string): string {
  return /(?:JAVA|JRE)(\d+)/.exec(version)?.[1] ?? version;
}

/** A version without a number (`lts`) floats with the newest. */
function isOlder(version: string, latest: string): boolean {
  if (!/\d/.test(version)) return false;
  const [a, b] = [numbers(version), numbers(latest)];
  for (const [at, wanted] of b.entries()) {
    const has = a[at] ?? 0;
    if (has !== wanted) return has < wanted;
  }
  return false;
}

function numbers(version: string): readonly number[] {
  return (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}

function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
