import type { JsonObject } from './json.ts';

/**
 * An object in Azure Resource Manager's shape: id, type, name, location, tags, sku, kind, identity, properties.
 * Keys are looked up without case, as Azure does, so nothing more is promised here than that it is an object.
 */
export type Resource = JsonObject;
