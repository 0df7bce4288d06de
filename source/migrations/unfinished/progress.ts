import {connectDatabase} from '../../project/open/connect-database.ts';
import type {Project} from '../../project/project.ts';
import {hostName, operatorName} from '../../runs/operator.ts';
import type {Step} from '../graph/plan.ts';
import {
	type Ask,
	dropEmptyNotes,
	makeNotes,
	notesTable,
	removeNote,
	writeNote,
} from '../record/notes-table.ts';
import {isMissingTable} from '../record/recorder.ts';
import type {Failure} from './failure.ts';

/** What a migration that could not be rolled back has left in the database. */
export interface Unfinished {
	migration: string;
	direction: Step['direction'];
	/** All that it was to run, in their order. */
	statements: string[];
	/** How many of them ran to their end. */
	done: number;
	/** Whether the next one was sent, and its answer never came. */
	running: boolean;
	/** What the migration's own code ran before: it cannot be told apart, or left out. */
	code: string[];
	/** The database's own words, when a statement failed. */
	message?: string;
	/** Which one it was, from 1, or 0 for none; what ran between the last one that stays and it was rolled back. */
	failed?: number;
	operator: string;
	host: string;
	/** ISO time of its beginning. */
	since: string;
}

type Note = Omit<Unfinished, 'done' | 'running'>;

/**
 * Written before a statement that stays, and after it; `mark` counts them, because the statements
 * may be long.
 */
export class Progress {
	readonly #note: Note;
	readonly #makesTable: boolean;
	readonly #ask: Ask;
	#written = false;
	#mark = 0;

	/**
	 * @param makesTable where it is not made with the lock
	 * @param ask asks where the migration itself runs, so that a transaction holds both or none
	 */
	constructor({file, direction}: Step, makesTable: boolean, ask: Ask) {
		this.#makesTable = makesTable;
		this.#ask = ask;
		this.#note = {
			migration: file.id,
			direction,
			statements: [],
			code: [],
			operator: operatorName(),
			host: hostName(),
			since: new Date().toISOString(),
		};
	}

	/** Goes on with the note of a run before. */
	resume({done}: Unfinished): void {
		this.#written = done > 0;
		this.#mark = done * 2;
	}

	/** What the migration sent by itself, as far as it stays. */
	get code(): string[] {
		return this.#note.code;
	}

	set statements(statements: string[]) {
		this.#note.statements = statements;
	}

	async sendsCode(sql: string): Promise<void> {
		this.#note.code.push(sql);
		this.#written = false;
		await this.#put(0);
	}

	/** @param done how many ran before the one that is sent now */
	async sends(done: number): Promise<void> {
		await this.#put(done * 2 + 1);
	}

	async isAt(done: number): Promise<void> {
		await this.#put(done * 2);
	}

	async ran(done: number, ask = this.#ask): Promise<void> {
		await this.#put(done * 2, ask);
	}

	/** Every transaction is rolled back; what had run without one stays. */
	async failed({message, event}: Failure, ask: Ask): Promise<void> {
		if (this.#mark === 0 && this.#note.code.length === 0) return;
		const done = this.#mark >> 1;
		if (done === 0 && this.#note.code.length === 0) await removeNote(ask, 'unfinished');
		else {
			const note = {...this.#note, message, failed: event.statement};
			await writeNote(ask, 'unfinished', note, done * 2);
		}
	}

	/** It ran to its end. */
	async ended(ask: Ask): Promise<void> {
		if (!this.#written) return;
		await removeNote(ask, 'unfinished');
		if (this.#makesTable) await dropEmptyNotes(ask);
	}

	async #put(mark: number, ask = this.#ask): Promise<void> {
		this.#mark = mark;
		if (this.#written) {
			await ask(`update ${notesTable} set mark = ? where name = 'unfinished'`, [mark]);
			return;
		}
		if (this.#makesTable) await makeNotes(ask, 'sqlite');
		await writeNote(ask, 'unfinished', this.#note, mark);
		this.#written = true;
	}
}

/**
 * The migration that did not run to its end, if there is one.
 * @throws CommandError `database-unreachable`
 */
export async function readUnfinished(project: Project): Promise<Unfinished | undefined> {
	const database = await connectDatabase(project);
	try {
		const [row] =
			(await database?.query(`select note, mark from ${notesTable} where name = 'unfinished'`)) ??
			[];
		if (!row) return undefined;
		const mark = Number(row.mark);
		return {...(JSON.parse(row.note) as Note), done: mark >> 1, running: mark % 2 === 1};
	} catch (error) {
		if (isMissingTable(error)) return undefined;
		throw error;
	} finally {
		await database?.close();
	}
}

/** What it left was undone by hand: nothing is unfinished any more. */
export async function forgetUnfinished(project: Project): Promise<void> {
	const database = await connectDatabase(project);
	try {
		if (!database) return;
		await removeNote(database.query, 'unfinished');
		// Elsewhere the lock is noted in it as well, and takes it away.
		if (database.dialect === 'sqlite') await dropEmptyNotes(database.query);
	} catch (error) {
		if (!isMissingTable(error)) throw error;
	} finally {
		await database?.close();
	}
}
