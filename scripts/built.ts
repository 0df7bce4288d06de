import {globSync, statSync} from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);

/** Whether a part of dist/ is there and newer than all that `npm run build` makes it from. */
export function isBuilt(part: 'cli.js' | 'types'): boolean {
	const built = statSync(path.join(root, 'dist', part), {throwIfNoEntry: false});
	const sources = globSync(['cli.tsx', 'package.json', 'scripts/build.ts', 'source', 'source/**'], {
		cwd: root,
	});
	const changed = sources.map(file => statSync(path.join(root, file)).mtimeMs);
	return built !== undefined && built.mtimeMs >= Math.max(...changed);
}
