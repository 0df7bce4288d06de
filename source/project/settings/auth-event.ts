/** What happened to an account. */
export interface AuthEvent {
	type:
		| 'login'
		| 'login-failed'
		/** A login that was refused after too many failures; the password was not checked. */
		| 'locked-out'
		| 'logout'
		| 'password-changed'
		/** By somebody else than the user: an operator, a view of yours; or by a link in an e-mail. */
		| 'password-reset'
		/** A link was sent to the user's e-mail address. */
		| 'password-reset-requested'
		| 'superuser-created';
	/** Of a failure as it was typed: anything, with at most 150 characters. */
	username: string;
	/** The visitor's IP address; undefined when a command or the application's own code did it. */
	address?: string;
	/** Who ran the command: `ada@server`. */
	operator?: string;
	/** Of `locked-out`: until the next try. */
	waitSeconds?: number;
	at: Date;
}
