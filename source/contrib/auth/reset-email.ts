import {type EntityManager, raw} from '@mikro-orm/core';
import {type Context, sendEmail} from '../../index.ts';
import {logOf, reportAuthEvent} from './auth-log.ts';
import {resetToken} from './reset-link.ts';
import type {User} from './user/user.ts';
import {userEntity} from './user-entity.ts';

/** Requests that wait for the one before. More are dropped, with a line in the log. */
const longestQueue = 100;

let waiting = 0;
let last: Promise<void> = Promise.resolve();

/**
 * Sends links to all active users with this e-mail address, after the response: neither the answer nor its
 * time tells whether there are any. A failure is a line in the log.
 */
export function sendResetLinks(context: Context, email: string): void {
	const log = logOf(context);
	if (waiting >= longestQueue) {
		log('password reset: too many requests wait; one was dropped');
		return;
	}
	waiting++;
	const em = context.em.fork();
	const {host, origin} = context;
	last = last
		.then(() => sendAll(context, em, {host, origin, email}))
		.catch(error => log(`password reset: ${error instanceof Error ? error.message : error}`))
		.finally(() => {
			waiting--;
		});
}

/** Resolves once nothing waits. */
export function resetLinksSent(): Promise<void> {
	return last;
}

async function sendAll(
	context: Context,
	em: EntityManager,
	{host, origin, email}: {host: string; origin: string; email: string},
): Promise<void> {
	const {settings} = context;
	for (const user of await usersOf(em, context, email)) {
		const link = origin + linkOf(context, user);
		await sendEmail(settings, {
			to: user.email,
			subject: `Password reset on ${host}`,
			text: textOf(host, link, user.username),
		});
		reportAuthEvent(context, 'password-reset-requested', user.username);
	}
}

/** Whether e-mails reach their readers. In production, a link in the log would let in whoever reads that. */
export function canSendLinks({settings}: Context): boolean {
	const {environment, email} = settings;
	return environment !== 'production' || !['console', 'file'].includes(email.transport);
}

function linkOf({settings, urlFor}: Context, user: User): string {
	const uid = Buffer.from(String(user.id)).toString('base64url');
	return urlFor('password_reset_confirm', {uid, token: resetToken(user, settings)});
}

/** Users may share an address. A database that finds é for e would send a link to somebody else's. */
async function usersOf(em: EntityManager, {settings}: Context, email: string): Promise<User[]> {
	const entity = userEntity(em, settings);
	const wanted = email.toLowerCase();
	const rows = await em.find(entity, {
		[raw(alias => `lower(${alias}.email)`)]: wanted,
		isActive: true,
	} as never);
	return rows.filter(user => keyOf(user.email) === keyOf(email));
}

/** Django's comparison. */
function keyOf(email: string): string {
	return email.normalize('NFKC').toLowerCase();
}

function textOf(host: string, link: string, username: string): string {
	return `You're receiving this email because you requested a password reset for your user account at ${host}.

Please go to the following page and choose a new password:

${link}

Your username, in case you've forgotten: ${username}

If you did not ask for it, nothing has changed, and you need not do anything.
`;
}
