import { describe, expect, it } from 'vitest';
import { boundaryViolations } from './boundaries.mjs';

type File = { path: string; text: string };
const pack = (name: string, files: readonly File[], dependencies: readonly string[] = []) => ({ name, dependencies, files });

describe('boundaryViolations', () => {
  const cases: readonly [string, ReturnType<typeof pack>[], RegExp | null][] = [
    [
      'own files are fine',
      [
        pack('score', [
          { path: 'a.ts', text: "import { b } from './b.ts';" },
          { path: 'b.ts', text: 'export const b = 1;' },
        ]),
      ],
      null,
    ],
    ['score imports a package', [pack('score', [{ path: 'a.ts', text: "import z from 'zod';" }])], /score imports nothing/],
    [
      'policy imports even a type',
      [pack('policy', [{ path: 'a.ts', text: "import type { T } from '@plumbline/score';" }])],
      /policy imports nothing/,
    ],
    ['policy imports Node', [pack('policy', [{ path: 'a.ts', text: "import 'node:fs';" }])], /policy imports nothing/],
    [
      'past an index',
      [pack('cli', [{ path: 'a.ts', text: "import { x } from '@plumbline/score/src/x.ts';" }], ['@plumbline/score'])],
      /past the index/,
    ],
    [
      'out of the package by path',
      [pack('cli', [{ path: 'a.ts', text: "import { x } from '../../score/src/x.ts';" }])],
      /out of its package/,
    ],
    ['undeclared dependency', [pack('cli', [{ path: 'a.ts', text: "import { x } from '@plumbline/score';" }])], /does not name/],
    ['Node outside node/', [pack('inventory', [{ path: 'a.ts', text: "import 'node:fs';" }])], /outside a node\/ folder/],
    ['Node inside node/', [pack('inventory', [{ path: 'node/a.ts', text: "import 'node:fs';" }])], null],
    ['Node through a lazy import', [pack('assess', [{ path: 'a.ts', text: "await import('node:fs');" }])], /outside a node\/ folder/],
    [
      'a cycle of files',
      [
        pack('cli', [
          { path: 'a.ts', text: "import { b } from './b.ts';" },
          { path: 'b.ts', text: "export { a } from './a.ts';" },
        ]),
      ],
      /import cycle: a.ts -> b.ts -> a.ts/,
    ],
    [
      'a cycle of packages',
      [
        pack('assess', [{ path: 'a.ts', text: "import { x } from '@plumbline/cli';" }], ['@plumbline/cli']),
        pack('cli', [{ path: 'a.ts', text: "import { x } from '@plumbline/assess';" }], ['@plumbline/assess']),
      ],
      /each other in a cycle/,
    ],
  ];
  it.each(cases)('%s', (_, packages, expected) => {
    const found = boundaryViolations(packages).join('\n');
    if (expected === null) expect(found).toBe('');
    else expect(found).toMatch(expected);
  });
});
