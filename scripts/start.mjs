/** `npm start`: sets up a fresh clone and runs the main job on the bundled example estate. */
import { join } from 'node:path';
import { build, install, root, run } from './prepare.mjs';

install();
build();
run(process.execPath, [join(root, 'dist/plumbline.js'), 'scan', 'examples/estate', ...process.argv.slice(2)]);
