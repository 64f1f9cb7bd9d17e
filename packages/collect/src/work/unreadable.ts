import { unreadableName } from '@plumbline/assess';
import type { JsonMap } from '../json.ts';
import type { Needs } from './needs.ts';

/**
 * What stands in the export in place of what was refused, so that who looks there finds that nobody knows, and not that there is nothing.
 * Types that are judged themselves get none: of them less is judged, and the manifest says so.
 *
 * @param type lower case
 * @param place the resource or subscription that was asked
 */
export type Unreadable = (type: string, place: string) => readonly JsonMap[];

export function unreadableIn({ subjects, isEveryType }: Pick<Needs, 'subjects' | 'isEveryType'>): Unreadable {
  const judged = new Set(subjects);
  return (type, place) => {
    if (isEveryType || judged.has(type)) return [];
    const parent = type.slice(0, type.lastIndexOf('/'));
    const isChild = place.toLowerCase().includes(`/providers/${parent.split('/')[0]}/`) && parent.includes('/');
    const id = isChild ? `${place}/${type.slice(parent.length + 1)}/${unreadableName}` : `${place}/providers/${type}/${unreadableName}`;
    return [{ id, name: unreadableName, type }];
  };
}
