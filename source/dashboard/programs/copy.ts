import {plural} from '../../words/plural.ts';
import {glyphs} from '../drawing/theme.ts';
import type {Session} from '../state/session.ts';
import {copyText, copyToFile} from './clipboard.ts';

/** A longer text goes to a file. */
const longest = 4_000_000;

export interface Copied {
	/** As in the toast: `the line`. */
	label: string;
	text: string;
	/** The whole text, if `text` is only its beginning: it may be too much for memory. */
	pieces?: () => AsyncIterable<string>;
}

/** Copies to the operator's own machine and says how. A failure is a toast. */
export async function copy(session: Session, {label, text, pieces}: Copied): Promise<void> {
	const showCopied = (lines: number, how: string) =>
		session.toast('success', `Copied ${label} (${plural(lines, 'line')}) ${how}`);
	try {
		const whole = pieces ? (await textOf(pieces()))?.replace(/\n$/, '') : text;
		if (whole !== undefined)
			return showCopied(whole.split('\n').length, toClipboard(session, whole));
		session.toast('quiet', `Copying ${label} to a file ${glyphs.ellipsis}`);
		const {file, lines} = await copyToFile(pieces!(), session.root);
		showCopied(lines, `to a file: ${file}`);
	} catch (error) {
		session.toast('error', `Nothing was copied: ${(error as Error).message}`);
	}
}

function toClipboard({terminal, root}: Session, text: string): string {
	return copyText(text, {
		environment: process.env,
		platform: process.platform,
		send: sequence => terminal.send(sequence),
		root,
	});
}

/** @returns nothing if it is too long */
async function textOf(pieces: AsyncIterable<string>): Promise<string | undefined> {
	let text = '';
	for await (const piece of pieces) {
		text += piece;
		if (text.length > longest) return undefined;
	}
	return text;
}
