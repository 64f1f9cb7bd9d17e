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
  /** A function that fails inside a condition: the rule is still decided where the other conditions suffice, else it is an error. */
  failedCondition: 'unknown',
  /**
   * Mode Indexed asks for types with tags and location. No public list of them exists, so a type that the rule names counts as
   * one, and any other resource does when it carries a location or tags and is no subscription or resource group.
   */
  indexedTypes: 'named by the rule, or with location or tags',
  /** A resource without a type is read through an alias as if it were of the alias's first type. */
  untypedResource: 'first type of the alias',
  /** Overrides are "evaluated in the order in which they are specified"; the documentation does not say which one stands. */
  overlappingOverrides: 'the first that fits',
} as const;
