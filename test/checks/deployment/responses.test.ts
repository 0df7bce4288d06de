import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {checkHeaders, checkResponses} from '../../../source/checks/deployment/responses.ts';
import {findingsBy, soundProject} from '../../support/findings.ts';

const good = {
	...{'strict-transport-security': 'max-age=1', 'x-content-type-options': 'nosniff'},
	...{'x-frame-options': 'DENY', 'referrer-policy': 'same-origin'},
};
const redirect = {location: 'https://www.example.com/'};

const found = (secure: object, plain: object = redirect, apps = [{name: 'quarterdeck/sessions'}]) =>
	[...checkHeaders({secure, plain} as never, {apps} as never)].map(({id}) =>
		id.replace('security.', ''),
	);

test('a header that is missing, and http that is answered, are findings', () => {
	assert.deepEqual(found(good), []);
	assert.deepEqual(found({}), ['W004', 'W006', 'W002', 'W022']);
	assert.deepEqual(found(good, {location: '/accounts/login/'}), ['W008']);
});

test('cookies must be for https only, those of sessions if there are any', () => {
	const cookies = ['csrf=1', 'cart=1', 'cart.sig=1', 'quarterdeck-check=1'];
	assert.deepEqual(found({...good, 'set-cookie': cookies}), ['W016', 'W103', 'W012']);
	assert.deepEqual(found({...good, 'set-cookie': cookies}, redirect, []), ['W016', 'W103']);
	assert.deepEqual(found({...good, 'set-cookie': cookies.map(one => `${one}; secure`)}), []);
});

test('the check waits for the application as long as it is told', async t => {
	const {root} = soundProject(t);
	const file = path.join(root, 'shop/middleware.ts');
	writeFileSync(
		file,
		'export default () => new Promise(() => { setInterval(() => {}, 1000); });\n',
	);
	const [finding] = await findingsBy(
		site => checkResponses({...site, open: {} as never, timeout: 0.2}),
		root,
	);
	assert.equal(finding?.message, 'The application did not answer within 0.2 seconds.');
	assert.match(finding!.hint!, /--timeout SECONDS/);
});

test('an application that does not start is a finding with its place', async t => {
	const {root} = soundProject(t);
	const file = path.join(root, 'shop/middleware.ts');
	const failure = async (middleware: string) => {
		writeFileSync(file, middleware);
		const [finding, ...others] = await findingsBy(
			site => checkResponses({...site, open: {} as never}),
			root,
		);
		assert.deepEqual([others, finding?.id], [[], 'server.E002']);
		return [finding?.message.split(':')[0], finding?.line];
	};
	const ours = "import {CommandError} from 'quarterdeck';\n";
	assert.deepEqual(
		await failure(`${ours}export default () => { throw new CommandError('No cache.'); };\n`),
		[...['No cache.', undefined]],
	);
	assert.deepEqual(await failure('export default () => {\n\tnull!.x;\n};\n'), ['TypeError', 2]);
	assert.deepEqual(await failure('export default () => process.exit(3);\n'), [
		...['The application exited before it answered.', undefined],
	]);
});
