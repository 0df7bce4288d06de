import {CommandError} from '../../errors/command-error.ts';
import type {Failure} from '../control/failure.ts';
import type {Answer} from '../control/messages.ts';

/** Our codes and the system's, which an application understands. */
const systemCodes: Record<string, string> = {
	'port-in-use': 'EADDRINUSE',
	'port-not-allowed': 'EACCES',
};
const bindFailures = new Set([...Object.values(systemCodes), 'EADDRNOTAVAIL']);
const settingsFailures = new Set(['production', 'no-server']);

/** Why there can be no server at all: what is no matter of the sources, so that waiting for the next save would not help. */
export class StartRefusal {
	#standing: CommandError | undefined;

	/** A socket cannot be had. @returns what the application hears of it */
	ofSocket(error: CommandError): NonNullable<Answer['refusal']> {
		this.#standing = error;
		const {code, message} = error;
		return {code: systemCodes[code] ?? 'EADDRNOTAVAIL', message: `listen: ${message}`};
	}

	/** The application has failed: because of the socket that it did not get, or for another reason. */
	ofFailure({code = '', message, hint}: Failure): void {
		if (settingsFailures.has(code)) this.#standing = new CommandError(message, {code, hint});
		else if (!bindFailures.has(code)) this.#standing = undefined;
	}

	/** There is a server now, whatever comes. */
	withdraw(): void {
		this.#standing = undefined;
	}

	/** @throws CommandError `port-in-use`, `production` … */
	verifyNone(): void {
		if (this.#standing) throw this.#standing;
	}
}
