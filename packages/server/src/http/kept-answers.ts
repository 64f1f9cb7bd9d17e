/** Answers of the latest moment by their entity tags: what one client was told is told to the next without being worked out again. */
export interface KeptAnswers {
  get(tag: string): string | undefined;
  keep(tag: string, body: string): void;
}

/** @param mostCharacters of all bodies together; those longest unused go first */
export function keptAnswers(mostCharacters = 32 << 20): KeptAnswers {
  const bodies = new Map<string, string>();
  let characters = 0;
  return {
    get(tag) {
      const body = bodies.get(tag);
      if (body === undefined) return undefined;
      bodies.delete(tag);
      bodies.set(tag, body);
      return body;
    },
    keep(tag, body) {
      if (bodies.has(tag) || body.length > mostCharacters / 4) return;
      bodies.set(tag, body);
      characters += body.length;
      for (const [oldest, text] of bodies) {
        if (characters <= mostCharacters) return;
        bodies.delete(oldest);
        characters -= text.length;
      }
    },
  };
}
