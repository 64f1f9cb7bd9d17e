/** The candidate closest to a misspelt word, if any is close: for hints only. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase().slice(0, 40);
  let best: string | undefined;
  let least = Math.max(2, Math.floor(lower.length / 4)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(lower, candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 0; at < from.length; at += 1) {
    const following = [at + 1];
    for (let other = 0; other < to.length; other += 1) {
      const same = from[at] === to[other] ? 0 : 1;
      const replaced = (row[other] ?? 0) + same;
      following.push(Math.min(replaced, (row[other + 1] ?? 0) + 1, (following[other] ?? 0) + 1));
    }
    row = following;
  }
  return row[to.length] ?? 0;
}
