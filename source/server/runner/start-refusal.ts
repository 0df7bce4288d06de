import {CommandError} from '../../errors/command-error.ts';
import type {Failure} from '../control/failure.ts';
import {type BindFailure, bindFailure} from './bind-failure.ts';

const bindCodes = new Set(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND']);
const settingsFailures = new Set(['production', 'no-server', 'system']);

/** Why there can be no server at all, for reasons that no change to the sources would fix. */
export class StartRefusal {
	#standing: CommandError | undefined;
	#unbound: BindFailure | undefined;

	/** A server of the application could not listen. It may still try another address. */
	ofSocket(failure: BindFailure): void {
		if (bindCodes.has(failure.code)) this.#unbound = failure;
	}

	/** The application failed, because it could not listen or for another reason. */
	ofFailure(failure: Failure): void {
		const {code = '', message} = failure;
		this.#standing = settingsFailures.has(code) ? new CommandError(message, failure) : undefined;
		if (!bindCodes.has(code)) this.#unbound = undefined;
	}

	/** A server runs now; later failures do not end it. */
	withdraw(): void {
		this.#standing = undefined;
		this.#unbound = undefined;
	}

	/** @throws CommandError `port-in-use`, `production` … */
	async verifyNone(): Promise<void> {
		if (this.#standing) throw this.#standing;
		if (this.#unbound) throw await bindFailure(this.#unbound);
	}
}
