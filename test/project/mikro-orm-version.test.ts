import assert from 'node:assert/strict';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {mikroOrmVersion} from '../../source/mikro-orm/version.ts';
import {verifyMikroOrmVersion} from '../../source/project/mikro-orm-version.ts';
import {commandLine} from '../support/command-line.ts';
import {temporaryFolder} from '../support/project.ts';

type Versions = Record<string, string>;

/** What npm would install: a driver needs `sql`, and whatever is not core needs core. */
function install(folder: string, versions: Versions): void {
	for (const [name, version] of Object.entries(versions)) {
		const file = path.join(folder, 'node_modules', '@mikro-orm', name, 'package.json');
		const needs = name === 'postgresql' ? {'@mikro-orm/sql': version} : {};
		const peers = name === 'core' ? {} : {'@mikro-orm/core': version};
		const text = {
			name: `@mikro-orm/${name}`,
			version,
			dependencies: needs,
			peerDependencies: peers,
		};
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, JSON.stringify(text));
	}
}

function makeProject(root: string, names: string[]): string {
	const dependencies = Object.fromEntries(names.map(name => [`@mikro-orm/${name}`, '*']));
	mkdirSync(root, {recursive: true});
	writeFileSync(path.join(root, 'package.json'), JSON.stringify({dependencies}));
	writeFileSync(path.join(root, 'mikro-orm.config.js'), 'throw new Error("it was imported");');
	return root;
}

function projectWith(t: TestContext, versions: Versions): string {
	const root = makeProject(temporaryFolder(t), Object.keys(versions));
	install(root, versions);
	return root;
}

function all(version: string): Versions {
	return {core: version, migrations: version, postgresql: version, sql: version};
}

/** The error of a project with these packages; undefined when they are fine. */
function refusal(
	root: string,
	kind: 'quarterdeck' | 'mikro-orm' = 'mikro-orm',
): {code: string; message: string; hint: string} | undefined {
	try {
		verifyMikroOrmVersion({root, kind});
		return undefined;
	} catch (error) {
		return error as any;
	}
}

test('supported versions pass, and are told', t => {
	for (const version of ['6.6.9', '7.0.0', '7.0.17', '7.1.15', '7.10.0', '7.2.0-dev.3']) {
		assert.equal(refusal(projectWith(t, all(version))), undefined, version);
	}
	assert.deepEqual(mikroOrmVersion(projectWith(t, all('7.10.2'))), {major: 7, minor: 10});
});

test('other versions are refused', t => {
	for (const version of ['5.9.8', '6.6.3', '7.0.0-rc.1', '8.0.0']) {
		const error = refusal(projectWith(t, {core: version, migrations: version}));
		assert.equal(error?.code, 'mikro-orm-version', version);
		assert.match(
			error.message,
			new RegExp(`: @mikro-orm/core ${version}, @mikro-orm/migrations ${version}\\.$`),
		);
	}
});

test('a project with settings needs MikroORM 7', t => {
	const error = refusal(projectWith(t, all('6.6.9')), 'quarterdeck');
	assert.match(
		error!.message,
		/^The project's MikroORM is not of a supported version \(\^7\.0\.0\): /,
	);
	assert.equal(refusal(projectWith(t, all('7.0.0')), 'quarterdeck'), undefined);
});

test('packages of different versions are listed, those that others brought among them', t => {
	const root = projectWith(t, {...all('7.1.9'), core: '7.1.14'});
	const error = refusal(root)!;
	assert.equal(
		error.message,
		"The project's MikroORM packages have different versions: @mikro-orm/core 7.1.14, @mikro-orm/migrations 7.1.9, @mikro-orm/postgresql 7.1.9, @mikro-orm/sql 7.1.9.",
	);
	assert.match(error.hint, /npm install .*@mikro-orm\/core@7\.1\.14 .*postgresql@7\.1\.14/);
	writeFileSync(path.join(root, 'pnpm-lock.yaml'), '');
	assert.match(refusal(root)!.hint, /pnpm add .*@mikro-orm\/core@7\.1\.14 /);
});

test('what to run is for the package manager of the project', t => {
	const root = projectWith(t, {core: '7.2.1'});
	const hintWith = (lock: string) => {
		writeFileSync(path.join(root, lock), '');
		return refusal(root)!.hint;
	};
	assert.match(hintWith('pnpm-lock.yaml'), /^Run 'pnpm add @mikro-orm\/migrations@7\.2\.1' in/);
	assert.match(
		hintWith('package-lock.json'),
		/^Run 'npm install @mikro-orm\/migrations@7\.2\.1' in/,
	);
});

test('a second copy inside of a package is found', t => {
	const root = projectWith(t, all('7.2.1'));
	install(path.join(root, 'node_modules/@mikro-orm/migrations'), {core: '7.1.14'});
	assert.match(refusal(root)!.message, /core 7\.1\.14, @mikro-orm\/core 7\.2\.1/);
});

test('packages with versions of their own are not compared', t => {
	assert.equal(refusal(projectWith(t, {...all('7.2.1'), nestjs: '7.0.1'})), undefined);
});

test("a workspace's package is looked up from there, and its neighbours' do not count", t => {
	const workspace = makeProject(temporaryFolder(t), []);
	install(workspace, {...all('7.2.1'), mongodb: '6.6.9'});
	const [api, web] = ['packages/api', 'packages/web'].map(name =>
		makeProject(path.join(workspace, name), ['core', 'postgresql']),
	) as [string, string];
	install(web, {core: '7.1.14'});
	assert.equal(refusal(api), undefined);
	assert.match(refusal(web)!.message, /core 7\.1\.14, .*core 7\.2\.1.*postgresql 7\.2\.1/);
});

test('packages that are links are followed, as pnpm lays them out', t => {
	const root = makeProject(temporaryFolder(t), ['core', 'migrations', 'postgresql']);
	const store = path.join(root, 'node_modules/.pnpm/postgresql');
	install(store, {...all('7.2.1'), sql: '7.2.0'});
	mkdirSync(path.join(root, 'node_modules/@mikro-orm'));
	for (const name of ['core', 'migrations', 'postgresql']) {
		const place = path.join('node_modules/@mikro-orm', name);
		symlinkSync(path.join(store, place), path.join(root, place));
	}
	assert.match(refusal(root)!.message, /@mikro-orm\/sql 7\.2\.0/);
});

test('what is missing is named, in the version of the rest', t => {
	const {migrations, ...others} = all('7.1.15');
	const error = refusal(projectWith(t, others))!;
	assert.equal(error.code, 'not-installed');
	assert.match(error.message, /^The package @mikro-orm\/migrations is not installed/);
	assert.match(error.hint, /npm install @mikro-orm\/migrations@7\.1\.15'/);
	const clone = makeProject(temporaryFolder(t), ['core', 'migrations']);
	assert.match(refusal(clone)!.hint, /'npm install'/);
	writeFileSync(path.join(clone, 'pnpm-lock.yaml'), '');
	assert.match(refusal(clone)!.hint, /'pnpm install'/);
});

test('every command says so before it imports anything', async t => {
	const root = projectWith(t, {core: '5.9.8', migrations: '5.9.8'});
	for (const words of [
		['status'],
		['migrate'],
		['showmigrations'],
		['makemigrations'],
		['shell'],
	]) {
		const {code, stderr} = await commandLine(root, words);
		assert.equal(code, 1, words[0]);
		assert.match(stderr, /^Error: .*@mikro-orm\/core 5\.9\.8, @mikro-orm\/migrations 5\.9\.8\.\n/);
		assert.doesNotMatch(stderr, /imported|\n\s+at /);
	}
});

test('so does a project with settings', async t => {
	const root = projectWith(t, {...all('7.2.1'), core: '7.2.0'});
	writeFileSync(path.join(root, 'settings.ts'), "throw new Error('quarterdeck');");
	const {code, stdout} = await commandLine(root, ['status', '--json']);
	assert.equal(code, 1);
	assert.match(stdout, /"code":"mikro-orm-version"/);
});
