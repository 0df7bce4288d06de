import assert from 'node:assert/strict';
import test from 'node:test';
import {
	confirmed,
	consentInProduction,
	consentTo,
	type Interaction,
} from '../../../source/migrations/questions/consent.ts';
import {quarterdeckProject} from '../../../source/project/open/open.ts';
import {withDefaults} from '../../../source/project/settings/settings.ts';
import {outcomeOf} from '../../support/outcome-of.ts';
import {personSaying} from '../../support/questions.ts';

const {signal} = new AbortController();
const nobody = (): Interaction => ({interactive: false, prompt: personSaying(), signal});
const person = (answer: unknown) => ({interactive: true, prompt: personSaying(answer), signal});

function projectIn(environment: 'development' | 'production') {
	const database = {driver: 'postgresql', name: 'shop'} as const;
	const settings = withDefaults({apps: [], database, secretKey: 'none'}, '/srv/shop');
	return quarterdeckProject({root: '/srv/shop', settingsFile: ''}, {...settings, environment}, []);
}

test('consent is a yes; a no changes nothing and fails', async () => {
	const consented = await outcomeOf(consentTo('Lose rows?', ['DL001'], person(true)));
	assert.deepEqual(consented, {events: [], result: undefined});
	const {events, result} = await outcomeOf(consentTo('Lose rows?', ['DL001'], person(false)));
	assert.deepEqual([result, (events[0] as any).text], [1, 'Nothing was changed.']);
});

test('without a person the question is reported with its flag, and the exit code is 3', async () => {
	const {events, result} = await outcomeOf(consentTo('Lose rows?', ['DL001'], nobody()));
	assert.deepEqual(
		[result, (events[0] as any).id, (events[0] as any).flag],
		[3, 'data-loss', '--allow-data-loss'],
	);
});

test('in production the name of the database must be typed, and elsewhere nothing is asked', async () => {
	const consent = (environment: 'development' | 'production', who: Interaction, flags = {}) =>
		outcomeOf(consentInProduction(projectIn(environment), 'Two to apply.', flags, who));
	assert.equal((await consent('production', person('yes'))).result, 1);
	const typing = person(' shop ');
	const allowed = {events: [], result: undefined};
	assert.deepEqual(await consent('production', typing), allowed);
	assert.match(typing.prompt.asked[0]!, /^This is PRODUCTION: .*shop.* Two to apply\.\nType/);
	assert.deepEqual(await consent('production', nobody(), {allowProduction: true}), allowed);
	assert.deepEqual(await consent('development', nobody()), allowed);
	const {events, result} = await consent('production', nobody());
	assert.deepEqual([result, (events[0] as any).flag], [3, '--allow-production']);
});

test('--noinput confirms; without it, the question is asked or reported', async () => {
	const confirm = (who: Interaction, flags = {}) =>
		outcomeOf(confirmed('merge', 'Merge?', flags, who));
	assert.equal((await confirm(nobody(), {noinput: true})).result, true);
	assert.equal((await confirm(person(false))).result, false);
	const {events, result} = await confirm(nobody());
	assert.deepEqual(
		[result, (events[0] as any).id, (events[0] as any).flag],
		[undefined, 'merge', '--noinput'],
	);
});
