import assert from 'node:assert/strict';
import test from 'node:test';
import {portWay, ways} from '../../../source/errors/ways.ts';
import {readHistory} from '../../../source/runs/history.ts';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {until} from '../../support/wait.ts';

/** The sentences name no command: what is offered comes from the ways alone. */
const refusal = {code: 'port-in-use', message: 'The port is taken.', hint: 'Try something else.'};

test('a refused start offers the ways of its error', async t => {
	const root = standInProject(t, {refusal: {...refusal, ways: [portWay(9000)]}});
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press(':runserver 0.0.0.0:8000 --noreload\r');
	await mounted.shows('The port is taken.');
	await mounted.shows('s start on port 9000');
	assert.doesNotMatch(mounted.frame(), /x end it/);
	await mounted.press('s');
	const {command} = await until('the server is started', () => readHistory(root)[0]);
	assert.equal(command, 'runserver --detach 0.0.0.0:9000 --noreload');
});

test('orphaned processes are stopped by force before the next start', async t => {
	const root = standInProject(t, {refusal: {...refusal, ways: [ways.forceStopServer]}});
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('s');
	await mounted.shows('x stop it and start');
	await mounted.press('x');
	const commands = await until('the server is started', () => {
		const all = readHistory(root).map(({command}) => command);
		return all.length === 2 && all;
	});
	assert.deepEqual(commands, ['stopserver --force --noinput', 'runserver --detach']);
});

test('a refusal without ways can only be closed', async t => {
	const root = standInProject(t, {refusal});
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('s');
	await mounted.shows('Try something else.');
	assert.doesNotMatch(mounted.frame(), /start on port|end it/);
});

test('a project without a server is offered its scripts by name', async t => {
	const command = 'quarterdeck runserver --script';
	const offered = ['dev', 'start'].map(name => ({
		...{id: 'serve-script', command: `${command} ${name}`},
		script: {name, text: `node ${name}.js`},
	}));
	const root = standInProject(t, {refusal: {...refusal, ways: offered}});
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('s');
	await mounted.shows('y run dev (node dev.js)');
	await mounted.shows('2 run start (node start.js)');
	await mounted.press('y');
	const {command: ran} = await until('the server is started', () => readHistory(root)[0]);
	assert.equal(ran, 'runserver --detach --script dev');
});
