/** A path as routes write it: `/subscriptions/{subscription}/providers/Microsoft.Security/secureScores/{name}`; `{scope}/…` begins anywhere. */
export interface Pattern {
  readonly text: string;
  /** @returns what stands in the places of the names; undefined when the path is another one. */
  match(segments: readonly string[]): Readonly<Record<string, string>> | undefined;
}

export function patternOf(text: string): Pattern {
  const parts = text.split('/').filter(Boolean);
  const isScoped = parts[0] === '{scope}';
  const fixed = (isScoped ? parts.slice(1) : parts).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === undefined ? { literal: part.toLowerCase() } : { name };
  });
  return {
    text,
    match(segments) {
      if (isScoped ? segments.length < fixed.length : segments.length !== fixed.length) return undefined;
      const from = segments.length - fixed.length;
      const params: [string, string][] = isScoped ? [['scope', from === 0 ? '' : `/${segments.slice(0, from).join('/')}`]] : [];
      for (const [index, part] of fixed.entries()) {
        const segment = segments[from + index] ?? '';
        if ('literal' in part) {
          if (segment.toLowerCase() !== part.literal) return undefined;
        } else params.push([part.name, segment]);
      }
      return Object.fromEntries(params);
    },
  };
}
