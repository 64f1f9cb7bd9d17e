import type { AliasCatalogue } from './catalogue.ts';
import { packedCatalogue } from './packed.ts';
import { packedLoose, packedNodes, packedTypes } from './table.generated.ts';

/** The aliases of Azure's public resource providers, default paths only. Unpacked as far as it is asked. */
export const shippedAliases: AliasCatalogue = packedCatalogue({ types: packedTypes, loose: packedLoose, nodes: packedNodes });
