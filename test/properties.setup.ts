// Properties try the same examples in every run, so that a failure is the change's own and everyone sees the same one. PLUMBLINE_SEED=N
// tries others, and `random` others each time.
import fc from 'fast-check';

const given = process.env['PLUMBLINE_SEED'] ?? '20190129';
const seed = given === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(given);
if (!Number.isSafeInteger(seed)) throw new Error(`PLUMBLINE_SEED is "${given}". Give a whole number, or random.`);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
