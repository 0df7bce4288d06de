import {type CommandError, isCommandError} from '../../errors/command-error.ts';
import {readMigrationState} from '../../migrations/graph/state.ts';
import type {Context, Route} from '../../project/apps/routes.ts';
import type {Project} from '../../project/project.ts';
import {redact} from '../../terminal/redact.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {isFromThisMachine} from '../control/address.ts';
import {missingFromDatabase} from '../pages/missing-table.ts';
import {showRoutesTried} from '../pages/not-found.ts';
import {showPlainPage} from '../pages/plain.ts';
import {showDatabaseAway, showError, showMissing} from '../pages/server-error.ts';
import {sourceExcerpt} from '../pages/source-excerpt.ts';
import {databaseAway} from './database-unavailable.ts';
import {Refusal} from './refusal.ts';
import {addressOf, type Write} from './request-log.ts';

/** What Koa takes as an error that a visitor caused or may hear of. */
interface HttpError extends Error {
	status: number;
	expose?: boolean;
	headers?: Record<string, string>;
}

/**
 * Every error ends here: a line in the log, and a page. Who develops on this machine sees what
 * happened; everybody else is told no more than the status.
 */
export function answerErrors(project: Project, routes: Route[], write: Write) {
	return async (context: Context, next: () => Promise<unknown>): Promise<void> => {
		try {
			await next();
			if (context.status === 404 && context.body == null) answerNotFound(context);
		} catch (error) {
			if (isHttpError(error) && error.status === 404) answerNotFound(context);
			else if (isHttpError(error)) answerHttpError(context, error);
			else await answerFailure(context, error);
		}
	};

	function answerNotFound(context: Context): void {
		write(`Not Found: ${addressOf(context.path)}\n`);
		context.status = 404;
		if (isForDeveloper(context)) {
			showRoutesTried(context, routes, context.routerPath !== undefined);
		} else showPlainPage(context, 404);
		context.status = 404;
	}

	function answerHttpError(context: Context, error: HttpError): void {
		const {status} = error;
		const path = addressOf(context.path);
		if (error instanceof Refusal) {
			write(`${titleOf(status)} (${addressOf(error.reason)}): ${path}\n`);
			error.show(context, isForDeveloper(context));
		} else {
			const label = status === 405 ? `${context.method}` : error.message;
			write(`${titleOf(status)} (${addressOf(label)}): ${path}\n`);
			if (error.headers) context.set(error.headers);
			showPlainPage(context, status, error.expose && status !== 405 ? error.message : undefined);
		}
		context.status = status;
	}

	async function answerFailure(context: Context, error: unknown): Promise<void> {
		const away = await databaseAway(error, project);
		if (away) return answerDatabaseAway(context, away);
		const stack = redact(stackOf(error, project.root), project.settings);
		write(`Internal Server Error: ${addressOf(context.path)}\n${sanitise(stack)}\n`);
		const missing = missingFromDatabase(error);
		if (!isForDeveloper(context)) showPlainPage(context, 500);
		else if (missing) showMissing(context, missing, await migrationState());
		else {
			const hint = isCommandError(error) ? error.hint : undefined;
			showError(context, stack, hint, sourceExcerpt(error, project.root));
		}
		context.status = 500;
	}

	/** It is no fault of the application's, and may be over at the next request. */
	function answerDatabaseAway(context: Context, {message, hint}: CommandError): void {
		const reason = redact(message, project.settings);
		write(`Service Unavailable: ${addressOf(context.path)}\n${sanitise(reason)}\n`);
		context.set('Retry-After', '5');
		if (isForDeveloper(context)) showDatabaseAway(context, reason, hint);
		else showPlainPage(context, 503);
		context.status = 503;
	}

	async function migrationState() {
		try {
			return await readMigrationState(project);
		} catch {
			return undefined;
		}
	}

	function isForDeveloper(context: Context): boolean {
		const {settings} = project;
		return (
			settings.debug &&
			settings.environment !== 'production' &&
			process.env.NODE_ENV !== 'production' &&
			isFromThisMachine(context.req)
		);
	}
}

function isHttpError(error: unknown): error is HttpError {
	const status = error instanceof Error ? (error as Partial<HttpError>).status : undefined;
	return typeof status === 'number' && status >= 400 && status < 600 && status !== 500;
}

function titleOf(status: number): string {
	const titles: Record<number, string> = {
		400: 'Bad Request',
		403: 'Forbidden',
		405: 'Method Not Allowed',
		503: 'Service Unavailable',
	};
	return titles[status] ?? `Error ${status}`;
}

/** Relative to the project; the frames of Node itself say nothing. */
function stackOf(error: unknown, root: string): string {
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return stack
		.split('\n')
		.filter(line => !/^\s+at .*\(?node:internal/.test(line))
		.join('\n')
		.replaceAll(`file://${root}/`, '')
		.replaceAll(`${root}/`, '');
}
