import type { AliasCatalogue } from '../aliases/catalogue.ts';
import type { FieldNames } from '../fields/name.ts';
import type { JsonValue } from '../json.ts';

export interface CompileOptions {
  /** The assignment's values, by name in any case; definitions fill the rest with their defaults. */
  readonly parameters?: Readonly<Record<string, JsonValue>>;
  /** What aliases stand for; by default the shipped catalogue. */
  readonly aliases?: AliasCatalogue;
  /** `aliases` (the default) as in Azure, or `paths` from the resource's root, so that the language runs on any JSON. */
  readonly fields?: FieldNames;
  /** Another effect than the definition's, as an assignment's override sets it. */
  readonly effect?: string;
}
