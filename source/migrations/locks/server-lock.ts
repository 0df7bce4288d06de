import {isRefusal} from '../../project/database/answers.ts';
import type {Database} from '../../project/database/database.ts';
import {
	dropEmptyNotesTable,
	ensureNotesTable,
	readNote,
	removeNote,
	updateNote,
	writeNote,
} from '../record/notes-table.ts';
import {renewRow, type SeenSign, takeRow} from './cluster-row.ts';
import type {DatabaseLock, LockHolder} from './lock.ts';

/** What one kind of server has for the lock. */
export interface LockingServer {
	/** The connection that holds the lock; the lock ends with it. */
	connection: Database;
	/** The connection for the note about the holder; may be the same. */
	notes: Database;
	/** The name of this node, if the server is part of a cluster. */
	node?: string;
	/** @returns false when another run has the lock */
	lock(): Promise<boolean>;
	unlock(): Promise<unknown>;
	/** @throws the driver's error when the connection is gone */
	isHeld(): Promise<boolean>;
}

/** Between two signs of life, in milliseconds. */
const interval = 1000;

/**
 * A lock of the server itself, with a note about its holder. In a cluster the lock holds on one node only:
 * there the note, renewed with signs of life, keeps the other nodes out.
 */
export class ServerLock implements DatabaseLock {
	readonly #server: LockingServer;
	#current: LockHolder | undefined;
	#published: LockHolder | undefined;
	#timer: NodeJS.Timeout | undefined;
	#lastBeat: Promise<unknown> = Promise.resolve();
	/** Why the connection that holds the lock is gone. */
	#loss: unknown;
	readonly #seen: SeenSign = {since: 0};

	constructor(server: LockingServer) {
		this.#server = server;
	}

	async take(holder: LockHolder): Promise<boolean> {
		const {notes, node} = this.#server;
		if (!(await this.#server.lock())) return false;
		await ensureNotesTable(notes.query, notes.dialect);
		if (node === undefined) await writeNote(notes.query, 'lock', holder);
		else if (!(await takeRow(notes, {...holder, node}, this.#seen))) {
			await this.#server.unlock();
			return false;
		}
		this.#current = holder;
		this.#published = holder;
		this.#timer = setInterval(() => {
			this.#lastBeat = this.#lastBeat.then(() => this.#beat()).catch(error => this.#lose(error));
		}, interval).unref();
		return true;
	}

	holder(): Promise<LockHolder | undefined> {
		return readNote<LockHolder>(this.#server.notes.query, 'lock');
	}

	async update(holder: LockHolder): Promise<void> {
		this.#current = holder;
	}

	async isHeld(): Promise<boolean> {
		if (this.#loss) throw this.#loss;
		if (!(await this.#server.isHeld())) return false;
		const {notes, node} = this.#server;
		return node === undefined || isOwn(await readNote(notes.query, 'lock'), this.#current);
	}

	async release(): Promise<void> {
		const {connection, notes, node} = this.#server;
		clearInterval(this.#timer);
		await this.#lastBeat;
		try {
			if (this.#current) {
				await removeNote(notes.query, 'lock');
				// In a cluster another node may have written its row by now.
				if (node === undefined) await dropEmptyNotesTable(notes.query);
			}
			await this.#server.unlock();
		} catch {
			// Without the connection the lock is gone as well.
		} finally {
			await Promise.allSettled([...new Set([connection, notes])].map(one => one.close()));
		}
	}

	async #beat(): Promise<void> {
		await this.#server.isHeld();
		const {notes, node} = this.#server;
		if (node === undefined && this.#published === this.#current) return;
		if (node === undefined) await updateNote(notes.query, 'lock', this.#current!);
		else await renewRow(notes, {...this.#current!, node});
		this.#published = this.#current;
	}

	/** A refusal (of a cluster, that another node wrote at the same time) leaves the lock as it is. */
	#lose(error: unknown): void {
		if (!isRefusal(error)) this.#loss ??= error;
	}
}

function isOwn(note: LockHolder | undefined, own: LockHolder | undefined): boolean {
	return note?.host === own?.host && note?.pid === own?.pid && note?.since === own?.since;
}
