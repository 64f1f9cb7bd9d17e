import type { JsonObject } from '@plumbline/policy';
import { exampleId, exampleResource } from './example-resource.ts';

/** An app for the examples, as a list of sites gives it: `siteConfig` is there and says nothing. */
export function webApp(name: string, properties: JsonObject = {}, kind = 'app'): JsonObject {
  return exampleResource('Microsoft.Web/sites', name, {
    kind,
    properties: { state: 'Running', enabled: true, siteConfig: null, ...properties },
  });
}

export function functionApp(name: string, properties: JsonObject = {}, kind = 'functionapp'): JsonObject {
  return webApp(name, properties, kind);
}

/** The configuration of an app: its child `config/web`, or another one such as `config/appsettings`. */
export function appConfiguration(of: JsonObject, properties: JsonObject, name = 'web'): JsonObject {
  return { id: `${exampleId(of)}/config/${name}`, name, type: 'Microsoft.Web/sites/config', location: 'westeurope', properties };
}

/** An app as `az resource list` gives it. */
export function appWithoutConfiguration(name: string, kind = 'app'): JsonObject {
  return exampleResource('Microsoft.Web/sites', name, { kind });
}
