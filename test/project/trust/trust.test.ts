import assert from 'node:assert/strict';
import {chownSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {commands} from '../../../source/command-line/commands.ts';
import {keptStatus} from '../../../source/dashboard/screen/state-files.ts';
import {createApplication} from '../../../source/server/web/create-application.ts';
import {objects} from '../../support/command.ts';
import {commandLine} from '../../support/command-line.ts';
import {tutorialStatus} from '../../support/dashboard.ts';
import {setVariable} from '../../support/environment.ts';
import {nobody} from '../../support/other-user.ts';
import {copyFixture, linkPackages, temporaryFolder} from '../../support/project.ts';
import {skipWithout} from '../../support/requires.ts';

const options = {skip: skipWithout('root', process.getuid?.() === 0)};

/** A project of root that leaves a file when its code runs. */
function makeProject(t: TestContext) {
	const root = copyFixture(t, 'tutorial');
	const trace = path.join(root, 'has-run');
	const settings = path.join(root, 'settings.ts');
	const leaveTrace = `import {writeFileSync} from 'node:fs';\nwriteFileSync('${trace}', '');\n`;
	writeFileSync(settings, leaveTrace, {flag: 'a'});
	const give = (name: string) => chownSync(path.join(root, name), nobody, nobody);
	return {root, give, hasRun: () => existsSync(trace)};
}

function makePlainProject(t: TestContext) {
	const root = temporaryFolder(t);
	linkPackages(root);
	mkdirSync(path.join(root, 'src'));
	writeFileSync(path.join(root, 'package.json'), '{"type": "module"}');
	writeFileSync(path.join(root, '.env'), '');
	writeFileSync(path.join(root, 'tsconfig.json'), '{}');
	const trace = path.join(root, 'has-run');
	writeFileSync(
		path.join(root, 'src/mikro-orm.config.ts'),
		`import {writeFileSync} from 'node:fs';\nwriteFileSync('${trace}', '');\nexport default {};\n`,
	);
	const give = (name: string) => chownSync(path.join(root, name), nobody, nobody);
	return {root, give, hasRun: () => existsSync(trace)};
}

async function codeOf(root: string, words = ['showmigrations']): Promise<string | undefined> {
	const all = objects(await commandLine(root, [...words, '--json']));
	return all.find(({type}) => type === 'error')?.code;
}

test(
	'a project of another user is refused by every command before any of its code runs',
	options,
	async t => {
		const {root, give, hasRun} = makeProject(t);
		give('.');
		const before = readdirSync(root);
		const needed: Record<string, string[]> = {
			startapp: ['books'],
			sqlmigrate: ['auth', '0001'],
			squashmigrations: ['auth', '0001'],
			splitmigration: ['auth', '0001'],
			changepassword: ['ada'],
			unlocklogin: ['ada'],
			dbterminate: ['4711'],
			loaddata: ['data.jsonl'],
			sendtestemail: ['ada@example.com'],
			'accounts:greet': [],
		};
		for (const name of [...Object.keys(commands), 'accounts:greet']) {
			if (name === 'startproject' || name === 'completion') continue;
			const {code, stderr} = await commandLine(root, [name, ...(needed[name] ?? [])]);
			assert.equal(code, 1, name);
			assert.equal(
				stderr,
				`Error: ${root} belongs to nobody, and opening the project would run it as you.\n` +
					`If you trust it, set QUARTERDECK_TRUST=${root}, or add that folder as a line to ${process.env.HOME}/.config/quarterdeck/trusted.\n`,
				name,
			);
		}
		assert.equal(await codeOf(root), 'untrusted-project');
		const inside = path.join(root, 'accounts');
		assert.equal(await codeOf(inside), 'untrusted-project', 'from a folder of one’s own below it');
		assert.match((await commandLine(root, ['help'])).stdout, /makemigrations/);
		assert.equal(hasRun(), false);
		assert.deepEqual(readdirSync(root), before, 'nothing was written, no journal either');
	},
);

test('any part that is read or run first must be one’s own', options, async t => {
	for (const name of ['settings.ts', '.env', 'package.json', 'tsconfig.json', 'node_modules']) {
		const {root, give, hasRun} = makeProject(t);
		if (!existsSync(path.join(root, name))) writeFileSync(path.join(root, name), '');
		give(name);
		assert.equal(await codeOf(root), 'untrusted-project', name);
		assert.equal(hasRun(), false, name);
	}
	for (const name of ['.', 'src', 'src/mikro-orm.config.ts', 'package.json', '.env']) {
		const {root, give, hasRun} = makePlainProject(t);
		give(name);
		assert.equal(await codeOf(root), 'untrusted-project', name);
		assert.equal(await codeOf(path.join(root, 'src')), 'untrusted-project', name);
		assert.equal(hasRun(), false, name);
	}
});

test('files of others in one’s own project are refused when they are loaded', options, async t => {
	const {root, give} = makeProject(t);
	give('accounts/entities.ts');
	const {code, stderr} = await commandLine(root, ['makemigrations', '--dry-run']);
	assert.equal(code, 1);
	assert.match(stderr, /accounts\/entities\.ts belongs to nobody, and opening the project/);
	setVariable(t, 'QUARTERDECK_TRUST', root);
	assert.equal((await commandLine(root, ['makemigrations', '--dry-run'])).code, 0);
});

test('a link neither hides whose project it is, nor makes it another one', options, async t => {
	const {root, give} = makeProject(t);
	const link = path.join(temporaryFolder(t), 'link');
	symlinkSync(root, link);
	assert.equal(await codeOf(link), undefined);
	give('.');
	assert.equal(await codeOf(link), 'untrusted-project');
	setVariable(t, 'QUARTERDECK_TRUST', link);
	assert.equal(await codeOf(root), undefined);
});

test('QUARTERDECK_TRUST names folders, or all of them', options, async t => {
	const {root, give} = makeProject(t);
	give('.');
	setVariable(t, 'QUARTERDECK_TRUST', '');
	const is = async (value: string, code: string | undefined) => {
		process.env.QUARTERDECK_TRUST = value;
		assert.equal(await codeOf(root), code, value);
	};
	await is(root, undefined);
	await is(`/srv/shop:${root}/`, undefined);
	await is('*', undefined);
	await is('', 'untrusted-project');
	await is('.', 'untrusted-project');
	await is(path.dirname(root), 'untrusted-project');
	await is(path.join(root, 'accounts'), 'untrusted-project');
});

test(
	'a file of one’s own lists trusted folders, one of another user does not',
	options,
	async t => {
		const {root, give} = makeProject(t);
		give('.');
		const configuration = temporaryFolder(t);
		setVariable(t, 'XDG_CONFIG_HOME', configuration);
		const folder = path.join(configuration, 'quarterdeck');
		const file = path.join(folder, 'trusted');
		mkdirSync(folder);
		writeFileSync(file, `/srv/shop\n${root}\n`);
		assert.equal(await codeOf(root), undefined);
		chownSync(file, nobody, nobody);
		assert.equal(await codeOf(root), 'untrusted-project');
		chownSync(file, 0, 0);
		chownSync(folder, nobody, nobody);
		assert.equal(await codeOf(root), 'untrusted-project');
	},
);

test('root works in the project of the user behind sudo, and in no other', options, async t => {
	const {root, give} = makeProject(t);
	give('.');
	setVariable(t, 'SUDO_UID', String(nobody));
	assert.equal(await codeOf(root), undefined);
	for (const uid of ['1', '', 'nobody']) {
		process.env.SUDO_UID = uid;
		assert.equal(await codeOf(root), 'untrusted-project', uid);
	}
});

test('the first frame of a dashboard shows no status of another user’s project', options, t => {
	const {root, give} = makeProject(t);
	mkdirSync(path.join(root, '.quarterdeck'));
	const status = JSON.stringify(tutorialStatus({root}));
	writeFileSync(path.join(root, '.quarterdeck/status.json'), status);
	assert.ok(keptStatus(root));
	give('.');
	assert.equal(keptStatus(root), undefined);
});

test('an application opens its own project, whoever owns its files', options, async t => {
	const {root, give} = makeProject(t);
	give('.');
	const {close} = await createApplication({directory: root});
	await close();
});
