import test from 'node:test';
import {standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';

test('the project’s own commands are found and run', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press(':hello');
	await mounted.shows('Say hello to everybody');
	await mounted.press('\r');
	await mounted.shows('You ran accounts:greet');
});

test('Tab completes the selected command, so that arguments can be added', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press(':greet');
	await mounted.shows('accounts:greet');
	await mounted.press('\t');
	await mounted.press('ann\r');
	await mounted.shows('You ran accounts:greet ann');
});

test('squash starts its command line with the selected migration', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root});
	await mounted.press('j', ':squash\r');
	await mounted.shows(': squashmigrations auth 0001_initial');
	await mounted.press('--no-optimize');
	await mounted.shows(': squashmigrations auth 0001_initial --no-optimize');
	await mounted.press('\r');
	await mounted.shows('Do you wish to proceed?');
	await mounted.shows('y yes');
	await mounted.press('y');
	await mounted.shows('Created it.');
	await mounted.shows('squashmigrations auth 0001_initial --no-optimize --noinput');
});

test('long output is wrapped, and copied without the breaks', async t => {
	const root = standInProject(t);
	const mounted = await mountDashboard(t, tutorialStatus({root}), {root, columns: 60, rows: 18});
	const words = Array.from({length: 20}, (_, index) => `word${index}`).join(' ');
	await mounted.press(`:hello ${words}\r`);
	await mounted.shows('word19');
	await mounted.press('c');
	await mounted.shows('Copied the output (1 line)');
});
