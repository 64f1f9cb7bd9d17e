/**
 * What the conditions right after a table ask of its rows. A source may use it to read less: a row that does not meet a part of it
 * will not be in the answer. Ignoring it changes nothing but the time.
 */
export interface Demand {
  /** The type of the row is one of these, in lower case. */
  readonly types?: readonly string[];
  /** The subscriptionId of the row is one of these, in lower case. */
  readonly subscriptionIds?: readonly string[];
  /** The resourceGroup of the row is one of these, in lower case. */
  readonly resourceGroups?: readonly string[];
  /** The id of the row is one of these, in lower case. */
  readonly ids?: readonly string[];
  /** The id of the row begins with this, in lower case. */
  readonly idPrefix?: string;
  /** No other members of the row are looked at; a row may lack them. All may be where this is absent. */
  readonly columns?: ReadonlySet<string>;
}
