import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
	checkAccounts,
	checkEmail,
	checkProxies,
} from '../../../source/checks/deployment/accounts.ts';
import {withDefaults} from '../../../source/project/settings/settings.ts';
import {temporaryFolder} from '../../support/project.ts';

const sound = {
	apps: [],
	database: {driver: 'sqlite', name: 'db.sqlite3'},
	secretKey: 'x',
	trustedProxies: ['10.0.0.1'],
} as const;

function idsOf(t: test.TestContext, settings: object, apps = [{name: 'quarterdeck/auth'}]) {
	const root = temporaryFolder(t);
	const settingsFile = path.join(root, 'settings.ts');
	writeFileSync(settingsFile, 'export default {};\n');
	const complete = withDefaults({...sound, ...settings} as never, root);
	const site = {project: {root, settingsFile, settings: complete, apps}} as never;
	return [...checkAccounts(site), ...checkProxies(site)].map(({id}) => id.replace('security.', ''));
}

test('settings that make passwords easy to guess are findings', t => {
	for (const [settings, ids] of [
		[{}, []],
		[{passwordHashCost: 9}, ['W104']],
		[{passwordHashCost: 10}, []],
		[{auth: {passwordRules: []}}, ['W105']],
		[{auth: {passwordRules: ['common', 'numeric']}}, ['W105']],
		[{auth: {passwordRules: [{name: 'length', minimum: 7}]}}, ['W105']],
		[{auth: {passwordRules: [{name: 'length', minimum: 7}, 'length']}}, []],
		[{auth: {passwordRules: [{name: 'length'}]}}, []],
		[{auth: {passwordRules: [() => 'no']}}, []],
		[{trustedProxies: []}, ['W106']],
		[{trustedProxies: [], server: {host: '::1'}}, ['W106']],
		[{trustedProxies: [], server: {host: '0.0.0.0'}}, []],
	] as const) {
		assert.deepEqual(idsOf(t, settings), ids, JSON.stringify(settings));
	}
	assert.deepEqual(idsOf(t, {passwordHashCost: 4, trustedProxies: []}, []), [], 'without accounts');
});

test('trusting a whole continent is a finding', t => {
	for (const [network, ids] of [
		['0.0.0.0/0', ['W107']],
		['128.0.0.0/1', ['W107']],
		['10.0.0.0/8', []],
		['127.0.0.1', []],
		['::/0', ['W107']],
		['2000::/3', ['W107']],
		['fd00::/16', []],
		['::1', []],
	] as const) {
		assert.deepEqual(idsOf(t, {trustedProxies: [network]}), ids, network);
	}
});

test('e-mails that are printed or kept in files are a finding', t => {
	const idsWith = (email?: object) => {
		const settings = withDefaults({...sound, ...(email && {email})} as never, temporaryFolder(t));
		const settingsFile = path.join(settings.email.root, 'settings.ts');
		writeFileSync(settingsFile, `export default ${JSON.stringify(email ? {email} : {})};\n`);
		const project = {root: settings.email.root, settingsFile, settings, apps: []};
		return [...checkEmail({project} as never)].map(({id}) => id);
	};
	assert.deepEqual(idsWith(), [], 'it sends none');
	assert.deepEqual(idsWith({transport: 'console'}), ['email.W001']);
	assert.deepEqual(idsWith({transport: 'file'}), ['email.W001']);
	assert.deepEqual(idsWith({transport: 'smtps://mail.example.com'}), []);
});
