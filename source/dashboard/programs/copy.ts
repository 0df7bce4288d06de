import {plural} from '../../words/plural.ts';
import {glyphs} from '../drawing/theme.ts';
import type {Session} from '../state/session.ts';
import {copyText, copyToFile} from './clipboard.ts';

/** Characters that a clipboard is given; a longer text goes to a file. */
const longest = 4_000_000;

/** What is copied. */
export interface Copied {
	/** As a toast calls it: `the line`. */
	label: string;
	text: string;
	/** All of it, where `text` is only its beginning: it may be too much for memory. */
	pieces?: () => AsyncIterable<string>;
}

/** Copies to where the operator sits, and says how that was done. A failure is a toast. */
export function copy(session: Session, {text, label, pieces}: Copied): void {
	if (pieces) void copyPieces(session, label, pieces);
	else showCopied(session, label, () => [toClipboard(session, text), text.split('\n').length]);
}

/** What is too much for a clipboard goes to a file, piece by piece. */
async function copyPieces(
	session: Session,
	label: string,
	pieces: () => AsyncIterable<string>,
): Promise<void> {
	try {
		const text = await textOf(pieces());
		if (text !== undefined) return copy(session, {label, text: text.replace(/\n$/, '')});
		session.toast('quiet', `Copying ${label} to a file ${glyphs.ellipsis}`);
		const {file, lines} = await copyToFile(pieces(), session.root);
		showCopied(session, label, () => [`to a file: ${file}`, lines]);
	} catch (error) {
		showFailure(session, error as Error);
	}
}

function showCopied(
	session: Session,
	label: string,
	work: () => [how: string, lines: number],
): void {
	try {
		const [how, lines] = work();
		session.toast('success', `Copied ${label} (${plural(lines, 'line')}) ${how}`);
	} catch (error) {
		showFailure(session, error as Error);
	}
}

function showFailure(session: Session, {message}: Error): void {
	session.toast('error', `Nothing was copied: ${message}`);
}

function toClipboard({terminal, root}: Session, text: string): string {
	return copyText(text, {
		environment: process.env,
		platform: process.platform,
		send: sequence => terminal.send(sequence),
		root,
	});
}

/** @returns nothing where it is too long */
async function textOf(pieces: AsyncIterable<string>): Promise<string | undefined> {
	let text = '';
	for await (const piece of pieces) {
		text += piece;
		if (text.length > longest) return undefined;
	}
	return text;
}
