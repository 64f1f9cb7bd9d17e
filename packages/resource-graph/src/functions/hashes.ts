import { createHash } from 'node:crypto';
import { readText } from '../bind/comparison.ts';
import { metered, type ScalarFunction } from './function.ts';

/** Of what tostring makes of the value, in hexadecimal digits. */
const hash = (name: string, algorithm: string): ScalarFunction => ({
  name,
  arguments: [1, 1],
  bind(call) {
    const [node] = call.node.arguments;
    if (node === undefined) throw new Error(name);
    const bound = call.bind(node);
    const text = readText(bound);
    return metered(call, 'string', bound.isConstant, (row) => createHash(algorithm).update(text(row)).digest('hex'));
  },
});

export const hashFunctions: readonly ScalarFunction[] = [hash('hash_sha256', 'sha256'), hash('hash_sha1', 'sha1'), hash('hash_md5', 'md5')];
