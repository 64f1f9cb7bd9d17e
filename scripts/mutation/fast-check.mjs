/** Properties with a fixed seed, so that a mutant is killed or not, and with fewer runs: each is run for very many mutants. */
import real from 'fast-check';

const share = 20;

const assert = (property, settings = {}) =>
  real.assert(property, { ...settings, seed: 1, endOnFailure: true, numRuns: Math.max(30, Math.ceil((settings.numRuns ?? 100) / share)) });

export const fc = { ...real, assert };
