import {
	closeSync,
	copyFileSync,
	existsSync,
	fchmodSync,
	fsyncSync,
	linkSync,
	openSync,
	renameSync,
	rmSync,
	statSync,
	writeSync,
} from 'node:fs';
import {open} from 'node:fs/promises';
import path from 'node:path';
import {notWritten, systemFailure} from '../errors/system-error.ts';
import {makeFolders} from './make-folders.ts';
import {randomName} from './random-name.ts';
import {removeIfPossible} from './remove-file.ts';

export interface NewFile {
	path: string;
	text: string;
	/** Permission bits, such as 0o600. Default: those of the file that it replaces, else 0o644. */
	mode?: number;
}

/**
 * Writes a copy and renames it: a reader sees the old text or the new one, and a full disk
 * leaves the old file unchanged. The folder must exist.
 * @throws the system's error (ENOSPC, EACCES …), after removing the copy
 */
export function writeFileAtomically(path: string, text: string, mode?: number): void {
	writeAll([{path, text, mode}], [], (_, error) => error);
}

/**
 * The same for several files, all of them or none, with the folders that they need. Only a process that is
 * killed between two renames leaves a part of them.
 * @throws CommandError `not-written`
 */
export function writeTogether(files: NewFile[]): void {
	const folders: string[] = [];
	const last = new Map(files.map(file => [file.path, file]));
	try {
		for (const file of last.keys()) makeFolder(path.dirname(file), folders);
		writeAll([...last.values()], folders, notWritten);
	} catch (error) {
		for (const folder of folders) attempt(() => rmSync(folder, {recursive: true}));
		throw error;
	}
}

/** @param made gets the highest folder that was missing */
function makeFolder(folder: string, made: string[]): void {
	try {
		const highest = makeFolders(folder);
		if (highest !== undefined) made.push(highest);
	} catch (error) {
		throw notWritten(folder, error);
	}
}

/** Every copy is on the disk before the first is renamed, and what they replace can be put back. */
function writeAll(
	files: NewFile[],
	newFolders: string[],
	errorOf: (file: string, error: unknown) => unknown,
): void {
	const copies = files.map(file => ({file, copy: besideOf(file.path), kept: besideOf(file.path)}));
	const undo: (() => void)[] = [];
	let current = '';
	try {
		for (const {file, copy} of copies) {
			current = file.path;
			writeCopy(copy, file);
		}
		for (const {file, copy, kept} of copies) {
			current = file.path;
			const putBack = keepOld(current, kept, files.length > 1);
			renameSync(copy, current);
			undo.unshift(putBack);
		}
		const entries = [...files.map(file => file.path), ...newFolders];
		for (const folder of new Set(entries.map(entry => path.dirname(entry)))) syncFolder(folder);
	} catch (error) {
		for (const act of undo) attempt(act);
		throw errorOf(current, error);
	} finally {
		for (const {copy, kept} of copies) {
			removeIfPossible(copy);
			removeIfPossible(kept);
		}
	}
}

function writeCopy(copy: string, {path: file, text, mode}: NewFile): void {
	const old = mode === undefined ? statSync(file, {throwIfNoEntry: false}) : undefined;
	const descriptor = openSync(copy, 'wx', mode ?? 0o644);
	try {
		if (old) fchmodSync(descriptor, old.mode & 0o777);
		writeWhole(descriptor, Buffer.from(text));
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

/**
 * A nearly full disk takes a part, and refuses only the next write.
 * @throws the system's error
 */
export function writeWhole(descriptor: number, bytes: Buffer): void {
	for (let written = 0; written < bytes.length; ) {
		const count = writeSync(descriptor, bytes, written, bytes.length - written);
		if (count === 0) throw Object.assign(new Error('nothing was written'), {code: 'ENOSPC'});
		written += count;
	}
}

/** @returns puts the old file back, or removes the new one if there was none */
function keepOld(file: string, kept: string, isNeeded: boolean): () => void {
	if (!existsSync(file)) return () => rmSync(file);
	try {
		linkSync(file, kept);
	} catch {
		try {
			// Some file systems have no links.
			copyFileSync(file, kept);
		} catch (error) {
			if (isNeeded) throw error;
			// Another user's file in our folder: the new one is whole.
			return () => {};
		}
	}
	return () => renameSync(kept, file);
}

/** Before that, a power failure could undo the rename. Not every system and file system can do it. */
export function syncFolder(folder: string): void {
	let descriptor: number | undefined;
	try {
		descriptor = openSync(folder, 'r');
		fsyncSync(descriptor);
	} catch (error) {
		if (['EIO', 'ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code!)) throw error;
	} finally {
		if (descriptor !== undefined) closeSync(descriptor);
	}
}

/** Shorter pieces share one buffer: one buffer each would take too much memory. */
const pieceBytes = 256 * 1024;

/**
 * Writes pieces of text in the same way, never in memory as a whole.
 * @returns how many lines were written
 * @throws CommandError `not-written`; what the pieces throw
 */
export async function writePiecesAtomically(
	file: string,
	pieces: AsyncIterable<string>,
	mode = 0o644,
): Promise<number> {
	const beside = besideOf(file);
	const giveUp = () => removeIfPossible(beside);
	process.once('exit', giveUp);
	try {
		const lines = await writePieces(beside, pieces, mode);
		renameSync(beside, file);
		syncFolder(path.dirname(file));
		return lines;
	} catch (error) {
		throw systemFailure(error) ? notWritten(file, error) : error;
	} finally {
		giveUp();
		process.off('exit', giveUp);
	}
}

async function writePieces(
	file: string,
	pieces: AsyncIterable<string>,
	mode: number,
): Promise<number> {
	let lines = 0;
	const copy = await open(file, 'wx', mode);
	try {
		const buffer = Buffer.allocUnsafe(pieceBytes);
		for await (const piece of pieces) {
			for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) lines++;
			const isShort = Buffer.byteLength(piece) <= pieceBytes;
			await copy.writeFile(isShort ? buffer.subarray(0, buffer.write(piece)) : piece);
		}
		await copy.sync();
	} finally {
		await copy.close();
	}
	return lines;
}

function besideOf(path: string): string {
	return `${path}.${randomName(12)}.tmp`;
}

function attempt(act: () => void): void {
	try {
		act();
	} catch {
		// What failed before is what is reported.
	}
}
