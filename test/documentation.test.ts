import assert from 'node:assert/strict';
import {existsSync, globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {packageRoot} from './support/project.ts';

const pages = globSync('{*.md,docs/**/*.md,examples/*/*.md}', {cwd: packageRoot});

/** Paths that a page names in backticks. In docs/architecture.md they start at `source/`; NAME stands for any. */
function pathsIn(page: string, text: string): string[] {
	const rooms = page === 'docs/architecture.md' ? String.raw`|[a-z-]+(?:/[a-z-]+)+\.tsx?` : '';
	const form = new RegExp(
		`\`((?:source|test|docs|benchmark|scripts|fixtures|examples)/[^\`\\s*<]*${rooms})\``,
		'g',
	);
	return [...text.matchAll(form)].map(([, name]) => name!).filter(name => !name.includes('NAME'));
}

/** From the page's own folder, the package, or `source/`. */
function exists(page: string, name: string): boolean {
	const folders = [
		packageRoot,
		path.join(packageRoot, 'source'),
		path.join(packageRoot, path.dirname(page)),
	];
	return folders.some(folder => existsSync(path.join(folder, name)));
}

function linksIn(text: string): string[] {
	return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, name]) => name!);
}

test('every file that the documentation names exists', () => {
	const missing = pages.flatMap(page => {
		const text = readFileSync(path.join(packageRoot, page), 'utf8');
		return pathsIn(page, text)
			.filter(name => !exists(page, name))
			.map(name => `${page}: ${name}`);
	});
	assert.deepEqual(missing, []);
});

test('every link between pages leads to a file', () => {
	const broken = pages.flatMap(page => {
		const text = readFileSync(path.join(packageRoot, page), 'utf8');
		const folder = path.join(packageRoot, path.dirname(page));
		return linksIn(text)
			.filter(name => !existsSync(path.join(folder, name)))
			.map(name => `${page}: ${name}`);
	});
	assert.deepEqual(broken, []);
});

/** The rooms of the table in docs/architecture.md, with their folders where those are listed. */
function roomsIn(text: string): string[] {
	const rows = text.matchAll(/^\| ((?:`[a-z-]+\/`(?:, )?)+) \| (.*) \|$/gm);
	const folders = (cell: string) => [...cell.matchAll(/`([a-z-]+)\/`/g)].map(([, name]) => name!);
	return [...rows].flatMap(([, rooms, content]) =>
		folders(rooms!).flatMap(room => [room, ...folders(content!).map(name => `${room}/${name}`)]),
	);
}

test('the table of rooms lists the folders of the source', () => {
	const text = readFileSync(path.join(packageRoot, 'docs/architecture.md'), 'utf8');
	const listed = roomsIn(text).sort();
	const opened = new Set(listed.filter(name => name.includes('/')).map(name => path.dirname(name)));
	const folders = globSync(['*/', ...[...opened].map(room => `${room}/*/`)], {
		cwd: path.join(packageRoot, 'source'),
	});
	assert.deepEqual(listed, folders.map(name => name.replace(/\/$/, '')).sort());
	assert.ok(opened.has('migrations'));
});

test('a missing file is reported', () => {
	const [name] = pathsIn('docs/architecture.md', 'see `runs/no-such-file.ts`');
	assert.equal(name, 'runs/no-such-file.ts');
	assert.equal(exists('docs/architecture.md', name!), false);
	assert.deepEqual(pathsIn('readme.md', 'see `source/gone.ts`, `books/entities.ts`'), [
		'source/gone.ts',
	]);
});
