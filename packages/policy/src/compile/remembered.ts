/** What resources say is remembered up to so many different ones, so that hostile data cannot fill the memory. */
const most = 1000;

/** What was made for a key before, or else is made now. */
export function remembered<Key, Value extends {}>(known: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make(key);
  if (known.size < most) known.set(key, made);
  return made;
}
