import {CommandError} from '../../errors/command-error.ts';
import type {Failure} from '../control/failure.ts';
import type {Answer} from '../control/messages.ts';

/** Our error codes, and the system's, which applications check. */
const systemCodes: Record<string, string> = {
	'port-in-use': 'EADDRINUSE',
	'port-not-allowed': 'EACCES',
};
const bindFailures = new Set([...Object.values(systemCodes), 'EADDRNOTAVAIL']);
const settingsFailures = new Set(['production', 'no-server', 'system']);

/** Why there can be no server at all, for reasons that no change to the sources would fix. */
export class StartRefusal {
	#standing: CommandError | undefined;

	/** Binding a socket failed. @returns the error for the application */
	ofSocket(error: CommandError): NonNullable<Answer['refusal']> {
		this.#standing = error;
		const {code, message} = error;
		return {code: systemCodes[code] ?? 'EADDRNOTAVAIL', message: `listen: ${message}`};
	}

	/** The application failed, because it got no socket or for another reason. */
	ofFailure(failure: Failure): void {
		const {code = '', message} = failure;
		if (settingsFailures.has(code)) this.#standing = new CommandError(message, failure);
		else if (!bindFailures.has(code)) this.#standing = undefined;
	}

	/** A server runs now; later failures do not end it. */
	withdraw(): void {
		this.#standing = undefined;
	}

	/** @throws CommandError `port-in-use`, `production` … */
	verifyNone(): void {
		if (this.#standing) throw this.#standing;
	}
}
