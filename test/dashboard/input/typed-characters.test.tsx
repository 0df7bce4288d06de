import assert from 'node:assert/strict';
import test from 'node:test';
import {widthOf} from '../../../source/dashboard/drawing/cells.ts';
import {playStatus, standInProject, tutorialStatus} from '../../support/dashboard.ts';
import {mountDashboard} from '../../support/mounted-dashboard.tsx';
import {showCursors} from '../../support/shown-cursors.ts';
import {randomNumbers} from '../../support/terminal-input.ts';

const [left, right, backspace] = ['\u001B[D', '\u001B[C', '\u007F'];
const [family, flag, accented, kanji, hebrew] = ['👨‍👩‍👧', '🇩🇪', 'e\u0301', '漢', 'ש'];

async function openPalette(t: test.TestContext) {
	await showCursors(t);
	const mounted = await mountDashboard(t, tutorialStatus(), {look: {colour: true, unicode: true}});
	await mounted.press(':');
	const {view} = mounted.dashboard.session;
	const field = () => view.snapshot().dialogs.at(-1)!.field!;
	/** What is under the cursor, as it is drawn. */
	const cursor = () => /┃\S* : .*?\u001B\[7m(.*?)\u001B\[27m/.exec(mounted.raw())?.[1];
	return {...mounted, field, cursor, text: () => field().value};
}

test('characters of several code units are edited as a whole, also in the middle', async t => {
	const {press, text, cursor, frame} = await openPalette(t);
	await press(`a${family}b${flag}${accented}${kanji}${hebrew}`);
	await press(left, left, backspace);
	assert.equal(text(), `a${family}b${flag}${kanji}${hebrew}`);
	await press(left, family, 'c');
	assert.equal(text(), `a${family}b${family}c${flag}${kanji}${hebrew}`);
	await press(left, left, left, backspace, 'd');
	assert.equal(text(), `adb${family}c${flag}${kanji}${hebrew}`);
	assert.ok(frame().includes(`: ${text()}_`));
	assert.equal(cursor(), 'b');
});

test('the cursor stops at both ends', async t => {
	const {press, text} = await openPalette(t);
	await press(`${family}b`, left, left, left, left, 'x', right, right, right, right, 'y', 'z');
	assert.equal(text(), `x${family}byz`);
});

test('an accent that comes alone joins the letter before the cursor', async t => {
	const {press, text, cursor} = await openPalette(t);
	await press('neb', left, '\u0301');
	assert.equal(cursor(), 'b');
	await press('x');
	assert.equal(text(), `n${accented}xb`);
	await press(left, backspace);
	assert.equal(text(), 'nxb');
});

test('a password shows one mark for each character', async t => {
	const root = standInProject(t);
	playStatus(root, tutorialStatus({root, unapplied: 0}));
	const {press, shows, frame, dashboard} = await mountDashboard(t, tutorialStatus({root}), {root});
	await press('u');
	await shows(/Username +\[ann/);
	await press('\t\t', `1${family}${accented}${kanji}`);
	await shows(/Password +\[\*{4} _/);
	await press(left, left, backspace, flag, flag);
	await shows(/Password +\[\*{5}_/);
	const {dialogs} = dashboard.session.view.snapshot();
	assert.equal(dialogs.at(-1)!.field!.value, `1${flag}${flag}${accented}${kanji}`);
	assert.ok(!frame().includes(flag));
});

const seed = Number(process.env.SEED ?? 1);
const rounds = Number(process.env.ROUNDS ?? 60);

test(`random edits, seed ${seed}`, async t => {
	const {press, text, field, cursor, frame} = await openPalette(t);
	const random = randomNumbers(seed);
	const characters = [family, flag, accented, kanji, hebrew, 'a', 'ü', '😀', '\uE000', 'कि'];
	let letters: string[] = [];
	let at = 0;
	for (let round = 0; round < rounds; round++) {
		const kind = random(8);
		const letter = characters[random(characters.length)]!;
		if (kind < 2) [at] = [Math.max(0, at - 1), await press(left)];
		else if (kind < 3) [at] = [Math.min(letters.length, at + 1), await press(right)];
		else if (kind < 5) {
			letters = letters.toSpliced(Math.max(0, at - 1), at > 0 ? 1 : 0);
			[at] = [Math.max(0, at - 1), await press(backspace)];
		} else if (kind < 7) {
			letters = letters.toSpliced(at++, 0, letter);
			await press(letter);
		} else {
			letters = letters.toSpliced(at, 0, letter, 'b');
			[at] = [at + 2, await press(`\u001B[200~${letter}b\u001B[201~`)];
		}
		const where = `seed ${seed}, round ${round}`;
		assert.equal(text(), letters.join(''), where);
		assert.equal(field().cursor ?? letters.length, at, where);
		assert.equal(cursor(), letters[at] ?? ' ', where);
		const row = frame()
			.split('\n')
			.find(line => line.includes('┃ : '))!;
		assert.equal(widthOf(row), 120, where);
	}
});
