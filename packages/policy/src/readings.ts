/**
 * Where Microsoft's text and its engine differ or are silent, the reading taken here; the operators' own stand in
 * operators/disputed.ts. docs/policy-language.md lists them all.
 */
export const readings = {
  /**
   * `field: missing[*]` outside a count: one element without a value is judged, so that negative operators hold and positive
   * ones do not, as Microsoft's engine has it. The documentation reads an empty collection, for which everything holds.
   */
  missingArray: 'one absent element',
  /**
   * Inside a count of `rules[*]` a field `rules.port`, a key of the array itself, which no array has, means `rules[*].port`, as
   * Microsoft's engine has it.
   */
  keyOfCountedArray: 'that of the element',
  /**
   * Tags that stand under `properties` count where the root has none: Microsoft's engine reads resources flattened, the documentation
   * knows tags at the root only.
   */
  tagsUnderProperties: 'where the root has none',
  /**
   * An alias that the catalogue lists for other types only, but that is written with the resource's own type before it, is read by
   * the plain rule, as Microsoft's engine has it. The documentation has an alias of another type select nothing.
   */
  aliasUnderOwnName: 'the plain rule',
  /** A function that fails inside a condition: the rule is still decided where the other conditions suffice, else it is an error. */
  failedCondition: 'unknown',
  /**
   * Mode Indexed asks for types with tags and location. No public list of them exists, so a type that the rule names counts as
   * one, and any other resource does when it carries a location or tags and is no subscription or resource group.
   */
  indexedTypes: 'named by the rule, or with location or tags',
  /**
   * `details.name` built with `uniqueString()`: any resource of the type is looked at. The hash is known, but it hangs on the case
   * of ids, which exports do not keep, and a name that is wrong by that would find nothing.
   */
  hashedNames: 'any name',
  /**
   * A rule that reads `claims()` or, of the request, more than its API version: the state of existing resources is not known,
   * unless the context says what the request would have said. Azure reports no compliance for such rules.
   */
  rulesAboutRequests: 'not decidable',
  /** A definition without a mode is Indexed, as the documentation has it; a bare rule, which cannot have one, is judged on every type. */
  absentMode: 'indexed',
  /** A computed field name with `[*]` means every element, like a written one. Microsoft's engine compares the list of all with the right side. */
  computedNameOfArray: 'every element',
  /** A resource without a type is read through an alias as if it were of the alias's first type. */
  untypedResource: 'first type of the alias',
  /** Overrides are "evaluated in the order in which they are specified"; the documentation does not say which one stands. */
  overlappingOverrides: 'the first that fits',
} as const;
