import {existsSync} from 'node:fs';
import path from 'node:path';
import {writePiecesAtomically} from '../../system/atomic-file.ts';
import {homeFolder} from '../../system/home-folder.ts';
import {plural} from '../../words/plural.ts';
import {LinePrompt} from '../dialogs/line-prompt.ts';
import {glyphs} from '../drawing/theme.ts';
import type {Session} from '../state/session.ts';
import {copyItems, type PaneContents} from './copy-items.ts';

/** Asks for a file name and writes what the pane shows, without borders. It never overwrites a file. */
export function save(contents: PaneContents): void {
	const {session} = contents;
	const pieces = shownText(contents);
	if (!pieces) {
		session.toast('warning', 'There is nothing to save.');
		return;
	}
	const {focus} = session.view.snapshot();
	new LinePrompt(session, {
		sign: 'Save to ',
		value: `${focus}-${new Date().toISOString().slice(0, 19).replace(/\D/g, '')}.txt`,
		hint: () => 'Enter saves, Esc cancels',
		onEnter: name => void write(session, name, pieces),
	}).open();
}

async function write(
	session: Session,
	name: string,
	pieces: () => AsyncIterable<string>,
): Promise<void> {
	// As a shell would expand it.
	const file = path.resolve(session.root, name.trim().replace(/^~(?=\/)/, homeFolder()));
	try {
		if (name.trim() === '') throw new Error('enter a file name');
		if (existsSync(file)) throw new Error(`${file} already exists`);
		const folder = path.dirname(file);
		if (!existsSync(folder)) throw new Error(`${folder} does not exist`);
		session.toast('quiet', `Saving to ${file} ${glyphs.ellipsis}`);
		const lines = await writePiecesAtomically(file, unlessTaken(file, pieces()));
		session.toast('success', `Saved to ${file} (${plural(lines, 'line')})`);
	} catch (error) {
		session.toast('error', `Nothing was saved: ${(error as Error).message}`);
	}
}

function shownText(contents: PaneContents): (() => AsyncIterable<string>) | undefined {
	const items = copyItems(contents);
	const all = items.find(({key}) => key === 'a');
	if (all?.pieces) return all.pieces;
	const text = all?.text ?? items.map(({text}) => text).join('\n');
	return text === '' ? undefined : () => once(`${text}\n`);
}

/** Fails at the end if the file was created meanwhile. */
async function* unlessTaken(file: string, pieces: AsyncIterable<string>): AsyncGenerator<string> {
	yield* pieces;
	if (existsSync(file)) throw new Error(`${file} already exists`);
}

async function* once(text: string): AsyncGenerator<string> {
	yield text;
}
