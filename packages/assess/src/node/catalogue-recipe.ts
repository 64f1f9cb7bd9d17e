// A catalogue as plain data, from which any thread makes the same one.
import {
  type Catalogue,
  type Edition,
  type LoadedPolicies,
  loadCatalogue,
  loadPolicies,
  type NamedDocument,
  parseCatalogueFile,
} from '@plumbline/catalogue';
import { type JsonObject, type JsonValue, joinCatalogues, readAliases, shippedAliases } from '@plumbline/policy';
import { hierarchyBuilder, joinedHierarchyFacts, type WrittenHierarchy } from '../hierarchy.ts';

/** What a catalogue is made of, where it has to be made again in another thread. */
export interface CatalogueRecipe {
  readonly edition?: Edition;
  readonly shipped?: boolean;
  /** A user's own catalogue file. */
  readonly own?: { readonly text: string; readonly file: string };
  readonly policies?: PolicyRecipe;
}

/** Policies of a user, and what an estate says about them. */
export interface PolicyRecipe {
  readonly definitions: readonly NamedDocument[];
  readonly initiatives: readonly NamedDocument[];
  /** Further definitions, for the members of initiatives. */
  readonly library: readonly NamedDocument[];
  readonly assignments: readonly NamedDocument[];
  readonly hierarchy: WrittenHierarchy;
  /** What rules may ask of subscriptions and resource groups, by lower-case id; absent where it is not known. */
  readonly places?: readonly (readonly [string, JsonObject])[];
  /** A catalogue of aliases of the user's own. */
  readonly aliases?: JsonValue;
}

/** @throws Error when the recipe is none; it was cooked once already where it came from. */
export function catalogueOf({ edition, shipped, own, policies }: CatalogueRecipe): Catalogue {
  const additions = own === undefined ? undefined : parseCatalogueFile(own.text, own.file).additions;
  return loadCatalogue({
    ...(edition === undefined ? {} : { edition }),
    ...(shipped === undefined ? {} : { shipped }),
    ...(additions === undefined ? {} : { additions }),
    ...(policies === undefined ? {} : { policies: policiesOf(policies) }),
  }).catalogue;
}

/** The policies as recommendations, applied as the estate assigns them. */
export function policiesOf({ hierarchy, places, aliases, ...documents }: PolicyRecipe): LoadedPolicies {
  const { managementGroupsOf } = hierarchyBuilder(joinedHierarchyFacts([hierarchy])).build();
  const loaded = loadPolicies({
    ...documents,
    tree: (subscription) => managementGroupsOf(subscription.toLowerCase()),
    aliases: aliases === undefined ? shippedAliases : joinCatalogues(readAliases(aliases).catalogue, shippedAliases),
  });
  return places === undefined ? loaded : { ...loaded, places: new Map(places) };
}
