export type SharedWork<T> = (name: string, begin: () => Promise<T>) => Promise<T>;

/**
 * Work that is under way is waited for by whoever asks for the same meanwhile: after each change many clients ask for the same at once.
 * Nothing is kept once it is done.
 */
export function sharedWork<T>(): SharedWork<T> {
  const underWay = new Map<string, Promise<T>>();
  return (name, begin) => {
    const known = underWay.get(name);
    if (known !== undefined) return known;
    const work = begin().finally(() => underWay.delete(name));
    underWay.set(name, work);
    return work;
  };
}
