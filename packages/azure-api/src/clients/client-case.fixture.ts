/** One thing that a client of Azure does, and what comes of it. */
export interface ClientCase {
  /** As people write it. */
  readonly command: string;
  /** Why it cannot work, when it does not: the client's own fault, or nothing that Plumbline has. */
  readonly fails?: string;
}
