import {randomBytes} from 'node:crypto';
import {existsSync, readdirSync, readFileSync, rmdirSync, rmSync} from 'node:fs';
import path from 'node:path';
import {messageOf} from '../../errors/command-error.ts';
import {databaseAddress, databasePlace} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';
import {isElsewhere, type RecordedProcess} from '../../runs/liveness.ts';
import {hostName} from '../../runs/operator.ts';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {identify, isAlive} from '../../system/process-identity.ts';
import {copyOf} from './copy.ts';

const parent = 'rehearsal';
const noteFile = 'copy.json';

/** Written before a copy is made, so that one whose process was killed can be found. */
interface Note extends RecordedProcess {
	/** Of the database on a server. */
	name: string;
	/** Of the source. */
	place: string;
}

/** What belongs to one copy: a folder that only its owner can read, with a note of whose it is. */
export class CopyFolder {
	readonly folder: string;
	/** For a database on a server: nothing else has this name. */
	readonly name: string;

	private constructor(folder: string, name: string) {
		this.folder = folder;
		this.name = name;
	}

	/** @throws CommandError `not-written` */
	static make(project: Project): CopyFolder {
		const id = `${process.pid}_${randomBytes(6).toString('hex')}`;
		const name = `${nameOf(project).replace(/\W/g, '').slice(0, 30)}_rehearsal_${id}`;
		const folder = ensureStateFolder(project.root, parent, id);
		const note: Note = {
			...{name, place: placeOf(project), host: hostName()},
			...identify(process.pid),
		};
		writeFileAtomically(path.join(folder, noteFile), `${JSON.stringify(note)}\n`, 0o600);
		return new CopyFolder(folder, name);
	}

	/** To be called when the copy is dropped. */
	remove(): void {
		removeFolder(this.folder);
	}
}

function removeFolder(folder: string): void {
	rmSync(folder, {recursive: true, force: true});
	try {
		rmdirSync(path.dirname(folder));
	} catch {
		// Another rehearsal has its copy there.
	}
}

function nameOf(project: Project): string {
	return path.basename(databaseAddress(project).name);
}

function placeOf(project: Project): string {
	const {driver, port, ...address} = databaseAddress(project);
	return [driver, port, databasePlace(address)].join(' ');
}

/** Drops the copies of rehearsals that were killed. Only what a note names is dropped, and none of another server. */
export async function* dropLeftovers(project: Project): AsyncGenerator<Event> {
	const all = statePath(project.root, parent);
	if (!existsSync(all)) return;
	for (const id of readdirSync(all)) {
		const folder = path.join(all, id);
		const note = readNote(folder);
		if (!note || isElsewhere(note) || isAlive(note)) continue;
		if (note.place !== placeOf(project) || !note.name.endsWith(`_rehearsal_${id}`)) continue;
		try {
			const copy = await copyOf(project, {name: note.name, folder});
			await copy.drop();
			removeFolder(folder);
			yield log.info('The copy of a rehearsal that was killed is removed.');
		} catch (error) {
			yield log.warning(
				`${note.name} is the copy of a rehearsal that was killed, and cannot be dropped: ${messageOf(error)}`,
			);
		}
	}
}

function readNote(folder: string): (Note & ReturnType<typeof identify>) | undefined {
	try {
		const note = JSON.parse(readFileSync(path.join(folder, noteFile), 'utf8'));
		return typeof note.name === 'string' && typeof note.boot === 'string' ? note : undefined;
	} catch {
		return undefined;
	}
}
