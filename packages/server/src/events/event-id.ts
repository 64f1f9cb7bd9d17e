/** Orders ids such as `17-3`: by sequence, then by number. Ids that are none come first. */
export function compareEventIds(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return left.sequence - right.sequence || left.number - right.number;
}

export function isEventId(text: string): boolean {
  return /^\d{1,15}-\d{1,15}$/.test(text);
}

function partsOf(id: string): { readonly sequence: number; readonly number: number } {
  const [sequence = '', number = ''] = id.split('-');
  return isEventId(id) ? { sequence: Number(sequence), number: Number(number) } : { sequence: -1, number: -1 };
}
