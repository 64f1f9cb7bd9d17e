/** What zod gives for an optional member may hold undefined; the types of the other packages know only present and absent. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> } extends infer D
  ? { [K in keyof D as undefined extends T[K & keyof T] ? never : K]: D[K] } & {
      [K in keyof D as undefined extends T[K & keyof T] ? K : never]?: D[K];
    }
  : never;

/** @returns the same without the members that are undefined. */
export function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
