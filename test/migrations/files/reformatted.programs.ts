import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {sourceOf} from '../../../source/migrations/files/migration-source.ts';
import {type MigrationReading, readMigration} from '../../../source/migrations/files/reading.ts';
import type {Dialect} from '../../../source/project/database/dialect.ts';
import {packageRoot, temporaryFolder} from '../../support/project.ts';
import {RandomSchema} from '../../support/random-schema.ts';
import {makeWorkshop} from '../../support/workshop.ts';

interface Statements {
	up: string[];
	down: string[];
}

/** What random changes of entities are made of, migration by migration. */
async function randomStatements(t: TestContext): Promise<Statements[]> {
	const made: Statements[] = [];
	for (const seed of [1, 2, 3]) {
		const workshop = makeWorkshop(t, ['shop']);
		const schema = new RandomSchema(seed, 'sqlite');
		for (let step = 0; step < 4; step++) {
			schema.step();
			workshop.entities({shop: schema.define()});
			made.push(...(await workshop.makeAsking(schema)));
			schema.settle();
		}
	}
	assert.ok(made.length > 8, 'they change');
	return made;
}

function source({up, down}: Statements, drivers: Dialect[], more = {}): string {
	return sourceOf({
		...{
			id: 'shop.0001_random',
			dependencies: ['auth.0001_initial'],
			comments: ['Generated: sqlite 1.'],
		},
		variants: drivers.map(driver => ({driver, up: [{sql: up}], down: [{sql: down}]})),
		...more,
	});
}

const kinds: Dialect[][] = [['sqlite'], ['sqlite', 'postgresql']];
const formatters = [
	{formatter: {indentStyle: 'tab', lineWidth: 40}, quoteStyle: 'single', semicolons: 'asNeeded'},
	{formatter: {indentStyle: 'space', indentWidth: 4}, quoteStyle: 'double', trailingCommas: 'none'},
	{formatter: {lineEnding: 'crlf', lineWidth: 320}, bracketSpacing: false, expand: 'always'},
];

/** By Biome, all at once. @returns the texts in the same order */
function formatted(folder: string, sources: string[], index: number): string[] {
	const {formatter, ...javascript} = formatters[index]!;
	const at = path.join(folder, String(index));
	mkdirSync(at);
	const settings = {root: true, formatter, javascript: {formatter: javascript}};
	writeFileSync(path.join(at, 'biome.json'), JSON.stringify(settings));
	const files = sources.map((text, number) => {
		const file = path.join(at, `${number}.ts`);
		writeFileSync(file, text);
		return file;
	});
	const biome = path.join(packageRoot, 'node_modules/@biomejs/biome/bin/biome');
	execFileSync(process.execPath, [biome, 'format', '--write', '.'], {cwd: at, stdio: 'pipe'});
	return files.map(file => readFileSync(file, 'utf8'));
}

/** Comments and types wherever there is room for them. */
function annotated(text: string): string {
	return text
		.replaceAll(/^( *)(this|for|static|override|up|down)\b/gm, '$1/* why */ $2')
		.replaceAll(/(;|\{)$/gm, '$1 // see above')
		.replaceAll(/\b(up|down)\(\) \{/g, '$1(): void {')
		.replace('dependencies =', 'dependencies: readonly string[] =')
		.replace('export default', 'type Nothing = never;\n\nexport default');
}

/** All but the hash of the text, which may differ. */
function meaningOf({fingerprint, ...reading}: MigrationReading): unknown {
	return {...reading, meaning: fingerprint.split('.')[1]};
}

test('formatting does not change how a random migration is read', async t => {
	const all = await randomStatements(t);
	const sources = all.flatMap(one => kinds.map(drivers => source(one, drivers)));
	const folder = temporaryFolder(t);
	const texts = [
		...formatters.map((_, index) => formatted(folder, sources, index)),
		sources.map(annotated),
	];
	for (const [index, original] of sources.entries()) {
		const reading = meaningOf(readMigration(original, 'a.ts'));
		assert.ok((reading as MigrationReading).literal, original);
		for (const same of texts) {
			assert.notEqual(same[index], original);
			assert.deepEqual(meaningOf(readMigration(same[index]!, 'a.ts')), reading, same[index]);
		}
	}
});

test('each small change of a statement changes the fingerprint', async t => {
	for (const one of (await randomStatements(t)).filter(({up}) => up.length > 0)) {
		const {up, down} = one;
		const changed: Statements[] = [
			{up: [...up, 'select 1;'], down},
			{up: up.slice(1), down},
			{up: [`${up[0]} or 1`, ...up.slice(1)], down},
			{up, down: [...down, 'select 1;']},
			{up: down, down: up},
			{up: [...new Set(up)].length > 1 ? up.toReversed() : [...up, ...up], down},
		];
		for (const drivers of kinds) {
			const original = source(one, drivers);
			const texts = [
				...changed.map(statements => source(statements, drivers)),
				source(one, drivers, {id: 'shop.0002_other'}),
				source(one, ['postgresql', ...drivers.slice(1), 'mysql']),
				original.replace('  override up() {', '  override up() {\n    if (this.driver) return;'),
				original.replace('export default', 'run();\nexport default'),
				original.replace('  override up', '  isTransactional() { return false; }\n\n  override up'),
			];
			const meanings = [original, ...texts].map(
				text => readMigration(text, 'a.ts').fingerprint.split('.')[1],
			);
			const [first, ...others] = meanings;
			assert.ok(!others.includes(first), original);
		}
	}
});
