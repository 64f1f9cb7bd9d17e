import type { JsonValue, Resource } from '@plumbline/policy';
import type { GraphRecommendation, GraphVerdict, Neighbours } from './recommendation.ts';
import { isObject, textAt, valueAt } from './value-at.ts';

const siteType = 'Microsoft.Web/sites';
const configType = 'Microsoft.Web/sites/config';

/** What a rule found in an app's configuration. */
export interface ConfigurationFinding {
  readonly status: 'Healthy' | 'Unhealthy' | 'NotApplicable';
  readonly text: string;
  /** The setting that decided; one of `settings`. */
  readonly setting?: string;
  readonly expected?: JsonValue;
}

export interface ConfigurationRule {
  /** Whether the app is a subject; goes by its kind. */
  readonly applies: (kind: string) => boolean;
  /** What the app is to be, for the sentence about one that is not: `a function app`. */
  readonly subject: string;
  /** Names of the settings read from `config/web`. */
  readonly settings: readonly string[];
  /** Paths read from the site itself, besides its kind and configuration. */
  readonly alsoReads?: readonly string[];
  readonly decide: (value: (setting: string) => JsonValue | undefined, site: Resource) => ConfigurationFinding;
}

/** `functionapp`, `functionapp,linux,container` …; logic apps and container apps carry the word too but are run by others. */
export function isFunctionApp(kind: string): boolean {
  return kind.includes('functionapp') && !kind.includes('workflowapp') && !kind.includes('azurecontainerapps');
}

/** `app`, `app,linux` … and an app without a kind; API apps have recommendations of their own. */
export function isWebApp(kind: string): boolean {
  return !kind.includes('functionapp') && !kind.includes('api');
}

/**
 * Decides by the configuration of an app. Azure's own rules look for a matching `sites/config` child, so that an app whose child was
 * not fetched looks insecure. Every app has a `config/web`, so here a missing one means that it was not collected, which an
 * if-not-exists effect cannot say. The site's own `siteConfig` serves too, where it holds more than the nulls that lists give.
 */
export function siteConfigurationRule(rule: ConfigurationRule): Pick<GraphRecommendation, 'kind' | 'reads' | 'needs' | 'judge'> {
  return {
    kind: 'graph',
    reads: {
      [siteType]: [
        'kind',
        ...['remoteDebuggingEnabled', ...rule.settings].map((setting) => `properties.siteConfig.${setting}`),
        ...(rule.alsoReads ?? []),
      ],
      [configType]: rule.settings.map((setting) => `properties.${setting}`),
    },
    needs: [configType],
    judge: (subject, neighbours) => judge(rule, subject, neighbours),
  };
}

function judge(rule: ConfigurationRule, subject: Resource, neighbours: Neighbours): GraphVerdict {
  const name = textAt(subject, 'name');
  const kind = textAt(subject, 'kind').toLowerCase();
  if (!rule.applies(kind)) {
    const because = { text: `${name} is not ${rule.subject}.`, path: 'kind', found: valueAt(subject, 'kind') };
    return { status: 'NotApplicable', because };
  }
  const configuration = configurationOf(rule, subject, neighbours);
  if (configuration === undefined) {
    return {
      status: 'NotCollected',
      needs: configType,
      because: { text: `The configuration of ${name} (config/web) is not in the input.` },
    };
  }
  const { status, text, setting, expected } = rule.decide((key) => valueAt(configuration.settings, key), subject);
  if (setting === undefined) return { status, because: { text: `${name} ${text}`, resource: configuration.resource } };
  const found = valueAt(configuration.settings, setting);
  const path = `${configuration.path}.${setting}`;
  return {
    status,
    because: { text: `${name} ${text}`, resource: configuration.resource, path, found, ...(expected === undefined ? {} : { expected }) },
  };
}

function configurationOf(rule: ConfigurationRule, subject: Resource, neighbours: Neighbours) {
  const id = textAt(subject, 'id');
  const child = neighbours.byId(`${id}/config/web`);
  const settings = valueAt(child, 'properties');
  if (isObject(settings)) return { resource: textAt(child, 'id'), path: 'properties', settings };
  const own = valueAt(subject, 'properties.siteConfig');
  if (!isObject(own)) return undefined;
  // A list of sites gives nulls for what it leaves out. `remoteDebuggingEnabled` is never null in a full answer.
  const isFull = typeof valueAt(own, 'remoteDebuggingEnabled') === 'boolean';
  const hasAll = rule.settings.every((setting) => (valueAt(own, setting) ?? null) !== null);
  return isFull || hasAll ? { resource: id, path: 'properties.siteConfig', settings: own } : undefined;
}
