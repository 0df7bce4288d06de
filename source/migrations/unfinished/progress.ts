import type {Query} from '../../project/database/database.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {hostName, operatorName} from '../../runs/operator.ts';
import {identify, type ProcessIdentity} from '../../system/process-identity.ts';
import type {Step} from '../graph/plan.ts';
import {
	dropEmptyNotesTable,
	ensureNotesTable,
	notesTable,
	removeNote,
	updateNote,
	writeNote,
} from '../record/notes-table.ts';
import {isMissingTable} from '../record/recorder.ts';
import type {Failure} from './failure.ts';

/** A migration that is only partly applied, or partly unapplied, and could not be rolled back. */
export interface Unfinished {
	migration: string;
	direction: Step['direction'];
	/** All of its statements, in their order. */
	statements: string[];
	/** How many of them ran. */
	done: number;
	/** Whether the next one was sent and its answer never came. */
	running: boolean;
	/** What the migration's own code ran before the statements. Its parts cannot be skipped. */
	code: string[];
	/** The database's message, when a statement failed. */
	message?: string;
	/** Which statement failed, from 1, or 0 for none. Those between the last committed one and it were rolled back. */
	failed?: number;
	operator: string;
	host: string;
	/** Which process runs it; none when that has failed and said so. */
	process?: ProcessIdentity;
	/** ISO time when it started. */
	since: string;
}

const setMark = `update ${notesTable} set mark = ? where name = 'unfinished'`;

type Note = Omit<Unfinished, 'done' | 'running'>;

/**
 * The note about a migration whose statements cannot be rolled back. Before and after each statement only
 * `mark` is written, which counts them, because the statements may be long.
 */
export class Progress {
	readonly #note: Note;
	readonly #makesTable: boolean;
	readonly #query: Query;
	#isWritten = false;
	#isResumed = false;
	#mark = 0;

	/**
	 * @param makesTable where the notes table is not made with the lock
	 * @param query asks where the migration itself runs, so that a transaction holds both or none
	 */
	constructor({file, direction}: Step, makesTable: boolean, query: Query) {
		this.#makesTable = makesTable;
		this.#query = query;
		this.#note = {
			migration: file.id,
			direction,
			statements: [],
			code: [],
			operator: operatorName(),
			host: hostName(),
			process: identify(process.pid),
			since: new Date().toISOString(),
		};
	}

	/** Continues the note of an earlier run. */
	resume({done, running}: Unfinished): void {
		this.#isResumed = true;
		this.#mark = done * 2 + Number(running);
	}

	/** What the migration's own code sent, as far as it is committed. */
	get code(): string[] {
		return this.#note.code;
	}

	set statements(statements: string[]) {
		this.#note.statements = statements;
	}

	/** The migration's own code sends a statement. */
	async sendsCode(sql: string): Promise<void> {
		this.#note.code.push(sql);
		this.#isWritten = false;
		await this.#write(0);
	}

	/** @param done how many statements ran before the one that is sent now */
	async sends(done: number): Promise<void> {
		await this.#write(done * 2 + 1);
	}

	async ran(done: number): Promise<void> {
		await this.#write(done * 2);
	}

	/** The statement that was sent is not done. */
	refused(): void {
		this.#mark -= this.#mark % 2;
	}

	/** Notes that rows were written, in their transaction; whether it is so, `committed` says. */
	async writes(done: number, query: Query): Promise<void> {
		await query(setMark, [done * 2]);
	}

	committed(done: number): void {
		this.#mark = done * 2;
	}

	/** The last statement of the migration's own code was refused. */
	codeWasRefused(): void {
		this.#note.code.pop();
	}

	/**
	 * To be called when every transaction is rolled back. What ran without one stays, what may be done stays
	 * in doubt, and a note of an earlier run is kept.
	 */
	async fail({message, event}: Failure, query: Query): Promise<void> {
		const {process: _, ...current} = this.#note;
		const code = current.code.slice(0, event.alreadyExecuted.length);
		const note = {...current, code, message, failed: event.statement};
		if (event.mayBeDone) return updateNote(query, 'unfinished', note);
		const stays = this.#mark > 1 || code.length > 0 || this.#isResumed;
		if (stays) await writeNote(query, 'unfinished', note, this.#mark);
		else if (this.#isWritten) await removeNote(query, 'unfinished');
	}

	/** All statements have run. */
	async finish(query: Query): Promise<void> {
		if (!this.#isWritten) return;
		await removeNote(query, 'unfinished');
		if (this.#makesTable) await dropEmptyNotesTable(query);
	}

	async #write(mark: number): Promise<void> {
		const query = this.#query;
		if (this.#isWritten) {
			await query(setMark, [mark]);
		} else {
			if (this.#makesTable) await ensureNotesTable(query, 'sqlite');
			await writeNote(query, 'unfinished', this.#note, mark);
			this.#isWritten = true;
		}
		this.#mark = mark;
	}
}

/**
 * The migration that is only partly applied or unapplied, if there is one.
 * @throws CommandError `database-unreachable`
 */
export async function readUnfinished(project: Project): Promise<Unfinished | undefined> {
	const database = await connectDatabase(project);
	try {
		const rows = await database?.query(
			`select note, mark from ${notesTable} where name = 'unfinished'`,
		);
		if (!rows?.[0]) return undefined;
		const mark = Number(rows[0].mark);
		return {...(JSON.parse(rows[0].note) as Note), done: mark >> 1, running: mark % 2 === 1};
	} catch (error) {
		if (isMissingTable(error)) return undefined;
		throw error;
	} finally {
		await database?.close();
	}
}

/** Removes the note, because what it is about was undone or finished. */
export async function forgetUnfinished(project: Project): Promise<void> {
	const database = await connectDatabase(project);
	try {
		if (!database) return;
		await removeNote(database.query, 'unfinished');
		// On servers the lock has a note in the table as well, and drops it.
		if (database.dialect === 'sqlite') await dropEmptyNotesTable(database.query);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
	} finally {
		await database?.close();
	}
}
