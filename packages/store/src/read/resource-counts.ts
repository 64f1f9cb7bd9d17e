import type { ResourceCounts } from '../wide-reads.ts';
import { selectedCounts, type View } from './view.ts';

export async function resourceCounts(view: View): Promise<ResourceCounts> {
  let [resources, unhealthy] = [0, 0];
  for (const own of (await selectedCounts(view)).values()) {
    for (const [id, count] of own) {
      const { kind, statuses } = view.state.setup.shapes.get(id);
      if (kind === 'real') resources += count;
      if (statuses.some(([, letter]) => letter === 'u')) unhealthy += count;
    }
  }
  return { resources, unhealthy };
}
