import {randomBytes} from 'node:crypto';
import {closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync} from 'node:fs';
import {open} from 'node:fs/promises';

/**
 * Writes a copy and renames it: a reader sees the old text or the new one, and a full disk
 * leaves the old file unchanged.
 * @param mode permission bits of a new file, such as 0o600
 * @throws the system's error (ENOSPC, EACCES …), after removing the copy
 */
export function writeFileAtomically(path: string, text: string, mode = 0o644): void {
	const beside = besideOf(path);
	try {
		const file = openSync(beside, 'wx', mode);
		try {
			writeSync(file, text);
			fsyncSync(file);
		} finally {
			closeSync(file);
		}
		renameSync(beside, path);
	} catch (error) {
		rmSync(beside, {force: true});
		throw error;
	}
}

/** Shorter pieces share one buffer: one buffer each would take too much memory. */
const pieceBytes = 256 * 1024;

/** The same for pieces of text, never in memory as a whole. @returns how many lines were written */
export async function writePiecesAtomically(
	path: string,
	pieces: AsyncIterable<string>,
	mode = 0o644,
): Promise<number> {
	const beside = besideOf(path);
	const giveUp = () => rmSync(beside, {force: true});
	let lines = 0;
	process.once('exit', giveUp);
	try {
		const file = await open(beside, 'wx', mode);
		try {
			const buffer = Buffer.allocUnsafe(pieceBytes);
			for await (const piece of pieces) {
				for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) lines++;
				const isShort = Buffer.byteLength(piece) <= pieceBytes;
				await file.writeFile(isShort ? buffer.subarray(0, buffer.write(piece)) : piece);
			}
			await file.sync();
		} finally {
			await file.close();
		}
		renameSync(beside, path);
		return lines;
	} catch (error) {
		giveUp();
		throw error;
	} finally {
		process.off('exit', giveUp);
	}
}

function besideOf(path: string): string {
	return `${path}.${randomBytes(6).toString('hex')}.tmp`;
}
