import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {findingsOf, soundProject, writeSettings} from '../../support/findings.ts';
import {runCommand} from '../../support/run-command.ts';
import type {Shop} from '../../support/shop.ts';

const apps = ['quarterdeck/auth', 'quarterdeck/sessions', './shop'];
const random = 'Zm9yIGEgdGVzdCB0aGF0IG5lZWRzIGEgbG9uZyBrZXk';

/** With the pages to log in. */
function site(test: TestContext, settings: string): Shop {
	const shop = soundProject(test, apps, "path('/accounts/', include('quarterdeck/auth/urls'))");
	writeSettings(shop, settings, apps);
	return shop;
}

async function found({root}: Shop) {
	return (await findingsOf(root, true)).filter(({id}) => /^(security|server)\./.test(id));
}

test('a project as it is developed has findings of Django and of ours', async t => {
	const shop = site(t, "secretKey: 'insecure-dev-key-of-the-tutorial-project',");
	const findings = await found(shop);
	assert.deepEqual(
		findings.map(({id, line}) => [id, line]),
		[
			['security.W009', 6],
			['security.W101', 6],
			['security.W018', undefined],
			['security.W020', undefined],
			['security.W106', undefined],
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

test('a project that is set up for production has none', async t => {
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
	const findings = await findingsOf(shop.root, true);
	assert.deepEqual(
		findings.filter(({id}) => !id.startsWith('machine.')),
		[],
	);
});

test('what an application keeps open does not keep the check from ending', async t => {
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
