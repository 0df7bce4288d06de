import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, globSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {readmeWithKeys} from '../scripts/keys.ts';
import {documents, withSettings} from '../scripts/settings.ts';
import {settingsSchema} from '../source/project/settings/schema.ts';
import {commandLine} from './support/command-line.ts';
import {linkPackages, packageRoot, temporaryFolder} from './support/project.ts';

const readme = readFileSync(path.join(packageRoot, 'readme.md'), 'utf8');

test('the readme’s keys match the actions (npm run keys writes them)', () => {
	assert.equal(readme, readmeWithKeys(readme));
});

test('the tables of settings match the schema (npm run settings writes them)', () => {
	for (const file of Object.keys(documents) as (keyof typeof documents)[]) {
		assert.equal(readFileSync(path.join(packageRoot, file), 'utf8'), withSettings(file));
	}
	for (const key of Object.keys(settingsSchema.entries)) {
		assert.ok(readme.includes(`\n| \`${key}\` | `), `${key} has a comment in the schema`);
	}
});

test('the readme’s project works as typed', async t => {
	const folder = temporaryFolder(t);
	await commandLine(folder, ['startproject', 'bookshop']);
	const root = path.join(folder, 'bookshop');
	linkPackages(root);
	await commandLine(root, ['startapp', 'books']);
	for (const [file, text] of namedBlocks()) {
		mkdirSync(path.dirname(path.join(root, file)), {recursive: true});
		writeFileSync(path.join(root, file), text);
	}
	const made = await commandLine(root, ['makemigrations']);
	const [unapplied] = /^You have 3 unapplied.*\n.*\n/m.exec(readme)!;
	assert.ok((await commandLine(root, ['status'])).stdout.includes(unapplied));
	const applied = await commandLine(root, ['migrate']);
	const transcript = `$ npx quarterdeck makemigrations\n${made.stdout}$ npx quarterdeck migrate\n${applied.stdout}$ `;
	assert.ok(readme.includes(transcript), transcript);
	const compiler = path.join(packageRoot, 'node_modules/typescript/bin/tsc');
	execFileSync(process.execPath, [compiler, '-p', root], {stdio: 'pipe'});
});

test('every link in the documentation leads to an existing file and heading', () => {
	const pages = globSync('{*.md,docs/**/*.md,examples/*/*.md}', {cwd: packageRoot});
	const links = pages.flatMap(page =>
		[...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)/g)].map(
			([, file, anchor]) => ({
				page,
				to: file ? path.join(path.dirname(page), file) : page,
				anchor: anchor!,
			}),
		),
	);
	assert.ok(links.length > 20, 'the search finds them');
	const broken = links.filter(
		({to, anchor}) =>
			!existsSync(path.join(packageRoot, to)) || (anchor && !anchorsOf(to).includes(anchor)),
	);
	assert.deepEqual(broken, []);
});

function textOf(page: string): string {
	return readFileSync(path.join(packageRoot, page), 'utf8');
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
	return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		heading!
			.toLowerCase()
			.replace(/[^\w\- ]/g, '')
			.replaceAll(' ', '-'),
	);
}

/** The blocks that begin with the name of their file. */
function namedBlocks(): [file: string, text: string][] {
	const blocks = [...readme.matchAll(/^```ts\n\/\/ (\S+\.ts)\n(.*?)^```$/gms)];
	assert.ok(blocks.length >= 3, 'the search finds them');
	return blocks.map(([, file, text]) => [file!, text!]);
}
