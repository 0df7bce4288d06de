import assert from 'node:assert/strict';
import test from 'node:test';
import {withDefaults} from '../../source/project/settings/settings.ts';
import {redact} from '../../source/terminal/redact.ts';
import {setVariable} from '../support/environment.ts';
import {workRatio} from '../support/work.ts';

const settings = withDefaults(
	{
		apps: [],
		database: {driver: 'sqlite', name: 'x', password: 'canary-database'},
		secretKey: 'canary-key-0123456789',
		secretKeyFallbacks: ['canary-fallback-0123456789'],
	},
	'/nowhere',
);

test('removes SQL values, and keeps the statement and the database’s message', () => {
	const failure = `insert into \`session\` (\`key\`, \`data\`) values ('canary', 'it''s - {"key":"canary"}', 1) - no such table: session`;
	assert.equal(
		redact(`Error: ${failure}\n    at view (views.ts:2)`),
		"Error: insert into `session` (`key`, `data`) values ('…', '…', 1) - no such table: session\n    at view (views.ts:2)",
	);
	const doubled = "select 1 where a = 'canary\\' - x' - Table 'shop.auth_user' doesn't exist";
	assert.equal(redact(doubled), "select 1 where a = '…' - Table 'shop.auth_user' doesn't exist");
});

test('removes the secrets of settings and environment everywhere', t => {
	setVariable(t, 'PAYMENT_API_KEY', 'canary-payment');
	const text = `${settings.secretKey} ${settings.secretKeyFallbacks} ${settings.database.password} canary-payment`;
	assert.equal(redact(text, settings), '… … … …');
});

test('so do passwords by their form', () => {
	for (const text of [
		'postgres://me:canary@db/x',
		'password=canary',
		'"token": "canary"',
		'Cookie: canary',
		'Authorization: Bearer canary',
		"secretKey: 'canary'",
		'SECRET_KEY=canary',
		'$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234',
	]) {
		assert.doesNotMatch(redact(text), /canary|abcdef/, text);
	}
	const ordinary = "TypeError: select what doesn’t or doesn't exist";
	assert.equal(redact(ordinary), ordinary);
});

test('the work grows with the length of a text, not with its square', () => {
	for (const text of ["select '", 'select ', "select 'a'' ", "select a'b "]) {
		for (const end of ['', " '"]) {
			const ratio = workRatio(count => redact(text.repeat(count) + end), 2000);
			assert.ok(ratio < 40, `${ratio} times the work for ten times ${JSON.stringify(text)}`);
		}
	}
});
