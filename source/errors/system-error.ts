import {CommandError, messageOf} from './command-error.ts';

interface Meaning {
	/** Ends a sentence. */
	reason: string;
	/** The next step, as a sentence. */
	hint: string;
}

const fullDisk = {reason: 'the disk is full', hint: 'Free some space, and try again.'};
const denied = {
	reason: 'permission is denied',
	hint: 'Check its owner and its permissions (ls -ld), and those of its folder.',
};
const noMemory = {
	reason: 'the system is out of memory',
	hint: 'End other programs, or raise the limit (ulimit -v), and try again.',
};
const broken = {reason: 'the disk reports an error', hint: 'Check the disk (dmesg) and try again.'};
const readOnly = {
	reason: 'the file system is read-only',
	hint: 'Mount it writable, or work in a copy of the project.',
};

/** By the code of the system, or of SQLite without what follows its second word. */
const meanings: Record<string, Meaning> = {
	ENOSPC: fullDisk,
	SQLITE_FULL: fullDisk,
	EDQUOT: {reason: 'the disk quota is used up', hint: fullDisk.hint},
	EROFS: readOnly,
	SQLITE_READONLY: readOnly,
	EACCES: denied,
	EPERM: denied,
	SQLITE_PERM: denied,
	EIO: broken,
	SQLITE_IOERR: broken,
	SQLITE_CANTOPEN: {reason: 'it cannot be opened', hint: denied.hint},
	SQLITE_CORRUPT: {
		reason: 'the file is damaged',
		hint: "Restore a copy of it; 'quarterdeck migrate --restore' has the last one before rows were lost.",
	},
	SQLITE_NOTADB: {
		reason: 'it is not a SQLite database',
		hint: 'Check the name of the database in the settings.',
	},
	SQLITE_BUSY: {
		reason: 'another process is writing to it',
		hint: 'Try again when that process has finished.',
	},
	EMFILE: {
		reason: 'this process may not open more files',
		hint: 'Raise the limit and try again: ulimit -n 4096',
	},
	ENFILE: {
		reason: 'the system may not open more files',
		hint: 'End other programs, or raise the limit: sysctl -w fs.file-max=1000000',
	},
	ENOMEM: noMemory,
	SQLITE_NOMEM: noMemory,
	ERR_WORKER_INIT_FAILED: {
		reason: 'the system may not start more threads or open more files',
		hint: 'Raise the limits and try again: ulimit -n 4096; ulimit -u 4096',
	},
	ERR_WORKER_OUT_OF_MEMORY: noMemory,
	EAGAIN: {
		reason: 'the system may not start more processes',
		hint: 'End other programs, or raise the limit (ulimit -u), and try again.',
	},
	ENOTDIR: {
		reason: 'a part of its path is a file and not a folder',
		hint: 'Rename or remove that file.',
	},
	EISDIR: {reason: 'it is a folder', hint: 'Rename or remove that folder.'},
	EEXIST: {reason: 'something else has this name', hint: 'Rename or remove it.'},
	ENOTEMPTY: {reason: 'the folder is not empty', hint: 'Rename or remove it.'},
	ENOENT: {reason: 'it does not exist', hint: 'Check the path and the links in it.'},
	ELOOP: {reason: 'it is a symbolic link', hint: 'Remove the link.'},
	ENAMETOOLONG: {reason: 'its name is too long', hint: 'Choose a shorter name.'},
};

/** What an error of the system or of SQLite means: `the disk is full (ENOSPC)`, and what to do about it. */
export function meaningOf(error: unknown): Meaning {
	const code = codeOf(error);
	const known = code && meanings[/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code];
	if (known) return {...known, reason: `${known.reason} (${code})`};
	return {reason: messageOf(error).split('\n')[0]!, hint: 'Correct that, and try again.'};
}

/** @param path the file that was to be written */
export function notWritten(path: string, error: unknown): CommandError {
	const {reason, hint} = meaningOf(error);
	return new CommandError(`${path} cannot be written: ${reason}.`, {
		code: 'not-written',
		hint: `Nothing was written. ${hint}`,
		cause: error,
	});
}

/**
 * An error of the system that nobody expected where it happened, such as a full disk, as one sentence
 * with a next step.
 * @returns undefined for anything else, which is a bug
 */
export function systemFailure(error: unknown): CommandError | undefined {
	const cause = causeFromSystem(error);
	if (!cause) return undefined;
	const {reason, hint} = meaningOf(cause);
	const {path, syscall} = cause as NodeJS.ErrnoException;
	const subject = codeOf(cause)!.startsWith('SQLITE_') ? 'The database' : path;
	const what = syscall?.startsWith('spawn')
		? 'A process cannot be started: '
		: subject && `${subject} cannot be used: `;
	const message = what ? `${what}${reason}.` : `${reason[0]!.toUpperCase()}${reason.slice(1)}.`;
	return new CommandError(message, {code: 'system', hint, cause: error});
}

/** Node gives the system's errors a number and the name of the call. Those of a library may be wrapped. */
function causeFromSystem(error: unknown): unknown {
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		const {errno, syscall} = cause as NodeJS.ErrnoException;
		if (typeof errno === 'number' && typeof syscall === 'string') return cause;
		if (isOfSystem(codeOf(cause) ?? '')) return cause;
	}
	return undefined;
}

/** Other codes of SQLite say that a statement is wrong, and other ones of Node that a program is. */
function isOfSystem(code: string): boolean {
	if (code.startsWith('ERR_WORKER_')) return code in meanings;
	return /^SQLITE_(?:FULL|IOERR|READONLY|PERM|CANTOPEN|CORRUPT|NOTADB|NOMEM|BUSY)/.test(code);
}

/** Those of SQLite's primary codes that node:sqlite gives as numbers. */
const numbers: Record<number, string> = {
	...{3: 'SQLITE_PERM', 5: 'SQLITE_BUSY', 7: 'SQLITE_NOMEM', 8: 'SQLITE_READONLY'},
	...{10: 'SQLITE_IOERR', 11: 'SQLITE_CORRUPT', 13: 'SQLITE_FULL', 14: 'SQLITE_CANTOPEN'},
	26: 'SQLITE_NOTADB',
};

function codeOf(error: unknown): string | undefined {
	const {code, errcode} = error as {code?: unknown; errcode?: number};
	if (errcode !== undefined) return numbers[errcode & 0xff];
	return typeof code === 'string' ? code : undefined;
}
