import type {User} from '../../contrib/auth/user/user.ts';

/**
 * `context.state`. A `middleware.ts` that adds a value declares it:
 * @example declare module 'quarterdeck' { interface State { shop: Shop } }
 */
export interface State {
	/** Who sent the request; null if the visitor is not logged in. */
	user: CurrentUser | null;
	/** For `<script nonce="…">`. */
	cspNonce: string;
}

/**
 * Data kept for a visitor between requests, as JSON. It is stored once it has a value. Declare your own:
 * @example declare module 'quarterdeck' { interface Session { cart?: number[] } }
 */
export interface Session {
	/** Set at login. */
	userId?: number;
	passwordKey?: string;
	/** Of a link to reset a password that was opened. */
	resetToken?: string;
	/** True until it is stored. */
	readonly isNew: boolean;
	/** The id in the visitor's cookie: a secret. */
	readonly externalKey?: string;
	/** Continues under a new id; the old id becomes invalid. */
	regenerate(): Promise<void> | undefined;
}

/**
 * The values that templates need. `render` takes any values for a template that is not declared.
 * @example declare module 'quarterdeck' { interface Templates { 'books/list.html': {books: Book[]} } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: projects add to it
export interface Templates {}

/**
 * `user` is the entity that `settings.auth.user` names; without it, the built-in one.
 * @example declare module 'quarterdeck' { interface ProjectTypes { user: Member } }
 */
// biome-ignore lint/suspicious/noEmptyInterface: projects add to it
export interface ProjectTypes {}

/** A user as `context.state.user` has it: of the entity in `ProjectTypes`, or the built-in one. */
export type CurrentUser = ProjectTypes extends {user: infer Own extends object} ? Own : User;
