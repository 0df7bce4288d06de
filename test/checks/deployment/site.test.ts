import assert from 'node:assert/strict';
import {appendFileSync, chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {checkFiles} from '../../../source/checks/deployment/files.ts';
import {checkSecretKey} from '../../../source/checks/deployment/secret-key.ts';
import {findingsBy, findingsOf, soundProject, writeSettings} from '../../support/findings.ts';
import {runCommand} from '../../support/run-command.ts';
import type {Shop} from '../../support/shop.ts';

const apps = ['quarterdeck/auth', 'quarterdeck/sessions', './shop'];
const random = 'Zm9yIGEgdGVzdCB0aGF0IG5lZWRzIGEgbG9uZyBrZXk';

/** With the pages to log in, on a machine that is what it is. */
function site(test: TestContext, settings: string): Shop {
	const shop = soundProject(test, apps, "path('/accounts/', include('quarterdeck/auth/urls'))");
	writeSettings(shop, settings, apps);
	return shop;
}

async function found({root}: Shop) {
	return (await findingsOf(root, true)).filter(({id}) => /^(security|server)\./.test(id));
}

test('a project as it is developed: what Django finds, and what is ours', async t => {
	const shop = site(t, "secretKey: 'insecure-dev-key-of-the-tutorial-project',");
	const findings = await found(shop);
	assert.deepEqual(
		findings.map(({id, line}) => [id, line]),
		[
			['security.W009', 6],
			['security.W101', 6],
			['security.W018', undefined],
			['security.W020', undefined],
			['security.W004', undefined],
			['security.W016', undefined],
			['security.W012', undefined],
			['security.W008', undefined],
		],
	);
	assert.ok(findings.every(({hint, level}) => hint && level === 'warning'));
	assert.doesNotMatch(JSON.stringify(findings), /insecure-dev-key/);
	assert.ok((await findingsOf(shop.root, true)).some(({id}) => id === 'migrations.W001'));
});

test('a project as it is deployed has nothing to fear', async t => {
	const shop = site(
		t,
		`secretKey: process.env.KEY_OF_A_DEPLOYED_SHOP ?? '',
	environment: 'production',
	allowedHosts: ['.example.com'],
	trustedProxies: ['10.0.0.0/8'],`,
	);
	writeFileSync(path.join(shop.root, '.env'), `KEY_OF_A_DEPLOYED_SHOP=${random}\n`, {mode: 0o600});
	writeFileSync(
		path.join(shop.root, 'shop/middleware.ts'),
		`export default () => async (context: any, next: any) => {
	if (context.secure) return next();
	context.redirect('https://' + context.host + context.url);
};
`,
	);
	await runCommand(shop.root, 'migrate', [], {'allow-production': true});
	chmodSync(path.join(shop.root, 'db.sqlite3'), 0o600);
	const findings = await findingsOf(shop.root, true);
	assert.deepEqual(
		findings.filter(({id}) => !id.startsWith('machine.')),
		[],
	);
});

test('keys: too short, of too few characters, and the older ones as well', async t => {
	const shop = site(
		t,
		`secretKey: 'short', secretKeyFallbacks: ['a'.repeat(40), '${random}'.slice(1)], debug: false,`,
	);
	const findings = await findingsBy(checkSecretKey, shop.root);
	assert.deepEqual(
		findings.map(({id, message}) => [id, message.split(':')[0]]),
		[
			['security.W009', 'secretKey has 5 bytes, fewer than 32'],
			[
				'security.W101',
				'secretKey is written in the settings, and so in every copy of the repository.',
			],
			['security.W025', 'secretKeyFallbacks[0] has only 1 different characters'],
			[
				'security.W101',
				'secretKeyFallbacks[1] is written in the settings, and so in every copy of the repository.',
			],
		],
	);
});

test('any host, and headers that are taken away', async t => {
	const shop = site(t, "secretKey: 'short', debug: false, allowedHosts: ['*'],");
	writeFileSync(
		path.join(shop.root, 'shop/middleware.ts'),
		`export default () => async (context: any, next: any) => {
	await next();
	context.cookies.set('cart', '1');
	for (const name of ['X-Frame-Options', 'X-Content-Type-Options', 'Referrer-Policy', 'Strict-Transport-Security']) {
		context.remove(name);
	}
};
`,
	);
	const ids = (await found(shop)).map(({id}) => id.replace('security.', ''));
	for (const id of ['W102', 'W103', 'W002', 'W004', 'W006', 'W022'])
		assert.ok(ids.includes(id), id);
	assert.ok(!ids.includes('W018') && !ids.includes('W020'));
});

test('an application that does not start is a finding', async t => {
	const shop = site(t, "secretKey: 'short',");
	writeFileSync(
		path.join(shop.root, 'shop/middleware.ts'),
		"import {CommandError} from 'quarterdeck';\nexport default () => { throw new CommandError('No cache.'); };\n",
	);
	const reason = async () => (await found(shop)).find(({id}) => id === 'server.E002');
	assert.equal((await reason())?.message, 'No cache.');
	writeFileSync(
		path.join(shop.root, 'shop/middleware.ts'),
		'export default () => {\n\tnull!.x;\n};\n',
	);
	const {message, file, line} = (await reason())!;
	assert.match(message, /^TypeError: /);
	assert.deepEqual([file, line], [path.join(shop.root, 'shop/middleware.ts'), 2]);
	writeFileSync(
		path.join(shop.root, 'shop/middleware.ts'),
		'export default () => {\n\tprocess.exit(3);\n};\n',
	);
	assert.equal((await reason())?.message, 'The application exited before it answered.');
});

test('what an application keeps open keeps no check from its end', async t => {
	const shop = site(t, "secretKey: 'short',");
	writeFileSync(
		path.join(shop.root, 'shop/middleware.ts'),
		`export default () => {
	setInterval(() => {}, 1000);
	console.log('ready');
	return (_: unknown, next: () => unknown) => next();
};
`,
	);
	const {stdout} = await shop.run(['check', '--deploy']);
	assert.match(stdout, /security\.W016/);
	assert.doesNotMatch(stdout, /ready/);
});

test('files that others can read', async t => {
	const shop = site(t, "secretKey: 'short',");
	const files = () => findingsBy(checkFiles, shop.root);
	assert.deepEqual(await files(), []);
	mkdirSync(path.join(shop.root, '.quarterdeck'), {mode: 0o700});
	for (const name of ['.env', 'db.sqlite3']) {
		appendFileSync(path.join(shop.root, name), '', {mode: 0o600});
	}
	assert.deepEqual(await files(), []);
	chmodSync(path.join(shop.root, '.env'), 0o640);
	chmodSync(path.join(shop.root, '.quarterdeck'), 0o701);
	chmodSync(path.join(shop.root, 'db.sqlite3'), 0o604);
	assert.deepEqual(
		(await files()).map(({id, message, hint}) => [id, message, hint]),
		[
			['files.W001', '.env can be read by others than its owner (mode 0640).', 'chmod 600 .env'],
			[
				'files.W002',
				'.quarterdeck can be read by others than its owner (mode 0701).',
				'chmod 700 .quarterdeck',
			],
			[
				'files.W003',
				'db.sqlite3 can be read by others than its owner (mode 0604).',
				'chmod 600 db.sqlite3',
			],
		],
	);
});
