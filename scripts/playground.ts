/**
 * Opens the dashboard on `playground/`, a copy of the tutorial's project that is made the first time
 * and ignored by git. In this very process, so that ^Z and signals reach the dashboard as they are.
 */
import {cpSync, existsSync, mkdirSync, symlinkSync} from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const playground = path.join(root, 'playground');

if (!existsSync(playground)) {
	cpSync(path.join(root, 'fixtures/tutorial'), playground, {recursive: true});
	// All other packages are found in the folder above.
	mkdirSync(path.join(playground, 'node_modules'));
	symlinkSync(root, path.join(playground, 'node_modules/quarterdeck'));
}
process.argv.splice(2, 0, '--project', playground);
await import(path.join(root, 'dist/cli.js'));
