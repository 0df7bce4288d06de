import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {
	openDashboard,
	playStatus,
	standInProject,
	tutorialStatus,
} from '../../support/dashboard.ts';
import type {Terminal} from '../../support/terminal.ts';

const family = '👩‍👩‍👧‍👦';
/** What the emulator takes for other widths than we do, beside what it does not. */
const scripts = {
	label: 'حسابات',
	name: `0002_הרשאות_e\u0301_🇩🇪_${family}`,
	user: `שרה${family}`,
	lines: [
		'שלום עולם hello مرحبا بالعالم',
		`family ${family} flags 🇩🇪🇫🇷 tone 👍🏽 heart ❤️ keycap 1️⃣`,
		'marks e\u0301 a\u0308\u0323 Z\u0351\u036B\u0343 ก็ น้ำ हिन्दी நி',
		`${family.repeat(20)} ${'אבגד '.repeat(30)}`,
		JSON.stringify({level: 50, msg: `ערך ${family}`, to: 'مرحبا'}),
	],
	error: `عمود ${family} לא קיים`,
};
const plain: typeof scripts = {
	...{label: 'shop', name: '0002_rights', user: 'sara', error: 'no such column'},
	lines: ['hello', 'family', 'marks', 'long '.repeat(40), '{"level":50,"msg":"value","to":1}'],
};

/** The frames of panes and dialogs. */
const frames = '│┃┌┐└┘┏┓┗┛';

/** Goes through the screens that show names, lines and fields. @returns the places of the frames on each */
async function walk(t: TestContext, texts: typeof scripts, size: {columns: number; rows: number}) {
	const root = standInProject(t);
	const [first, app, ...others] = tutorialStatus({root}).apps;
	const migrations = [...app!.migrations, {...app!.migrations[0]!, name: texts.name}];
	const apps = [first!, {...app!, label: texts.label, migrations}, ...others];
	playStatus(root, tutorialStatus({root, apps}), {fails: `${texts.label}.${texts.name}`});
	mkdirSync(path.join(root, '.quarterdeck'));
	writeFileSync(path.join(root, '.quarterdeck/server.log'), `${texts.lines.join('\n')}\n`);
	writeHistory(root, texts);
	const terminal = openDashboard(t, root, size);
	const seen: Record<string, string[]> = {};
	const see = async (name: string, keys: string, shows: string | RegExp) => {
		terminal.press(keys);
		await terminal.shows(shows);
		await settled(terminal);
		seen[name] = terminal.placesOf(frames);
	};
	await terminal.shows('3 Server log');
	await see('tree', 'jjjjj', '› ');
	await see('search', `/${texts.user}`, 'Esc clears');
	await see('log', '\u001B3g', 'PAUSED');
	await see('wrapped', 'w', 'PAUSED');
	await see('plan', 'M', 'y run it');
	await see('end of the plan', 'G', 'y run it');
	await see('failure', 'y', 'r plan again');
	terminal.press('\u001B');
	await terminal.hides('r plan again');
	playStatus(root, tutorialStatus({root, apps, unapplied: 0}), {form: {username: texts.user}});
	await terminal.hides('unapplied migrations');
	await see('superuser', 'u', 'Again');
	await see('typed', texts.user.repeat(3), 'Again');
	return seen;
}

function writeHistory(root: string, {label, user, error}: typeof scripts): void {
	const entry = {at: '2026-03-02T10:00:00Z', run: 'x', command: `migrate ${label}`, operator: user};
	const line = JSON.stringify({
		...entry,
		host: 'web-1',
		exitCode: 1,
		milliseconds: 12,
		summary: error,
	});
	writeFileSync(path.join(root, '.quarterdeck/history.ndjson'), `${line}\n`);
}

/** Until two looks show the same. */
async function settled(terminal: Terminal): Promise<void> {
	let before = '';
	const isSame = () => {
		const now = terminal.raw();
		const same = now === before;
		before = now;
		return same;
	};
	await terminal.waitFor(isSame, 'it to settle');
}

for (const size of [
	{columns: 120, rows: 40},
	{columns: 80, rows: 24},
]) {
	test(`no script moves a frame at ${size.columns}x${size.rows}`, async t => {
		const [expected, found] = [await walk(t, plain, size), await walk(t, scripts, size)];
		for (const [name, places] of Object.entries(expected)) {
			assert.deepEqual(found[name], places, name);
		}
	});
}
