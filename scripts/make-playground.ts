import {cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {filesOfSkeleton} from '../source/project/write/skeleton.ts';

const root = path.dirname(import.meta.dirname);

/** A copy of the tutorial's project with a new project's home page. @param playground a new folder */
export function makePlayground(playground: string): void {
	cpSync(path.join(root, 'fixtures/tutorial'), playground, {recursive: true});
	// All other packages are found in the folder above.
	mkdirSync(path.join(playground, 'node_modules'));
	symlinkSync(root, path.join(playground, 'node_modules/quarterdeck'));
	mkdirSync(path.join(playground, 'templates'));
	const pages = filesOfSkeleton(
		'project',
		playground,
		{name: 'Playground'},
		'{views.ts,templates/*.html}',
	);
	for (const page of pages) writeFileSync(page.path, page.text);
	const urls = path.join(playground, 'urls.ts');
	const text = readFileSync(urls, 'utf8')
		.replace("'quarterdeck';\n", "$&import {home} from './views.ts';\n")
		.replace('\n];', "\n\tpath('/', home, {name: 'index'}),\n];");
	writeFileSync(urls, text);
}
