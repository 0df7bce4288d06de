import {STATUS_CODES} from 'node:http';
import {pathToFileURL} from 'node:url';
import {type CommandError, isCommandError, stackOf} from '../../errors/command-error.ts';
import {type Missing, missingFromDatabase} from '../../errors/missing-table.ts';
import {type MigrationState, readMigrationState} from '../../migrations/graph/state.ts';
import type {Middleware} from '../../project/apps/middleware.ts';
import type {Context, Route} from '../../project/apps/routes.ts';
import {isOfLibrary, placeOfFrame} from '../../project/import/error-place.ts';
import {isMissingOfEntity} from '../../project/open/missing-from-entities.ts';
import type {Project} from '../../project/project.ts';
import {redact} from '../../terminal/redact.ts';
import {sanitise} from '../../terminal/sanitise.ts';
import {showRoutesTried} from '../pages/not-found.ts';
import {showMethods, showPlainPage} from '../pages/plain.ts';
import {creatorOf, showDatabaseUnavailable, showError, showMissing} from '../pages/server-error.ts';
import {framesOf, isOfCompiler} from '../pages/stack-frames.ts';
import {databaseUnavailable} from './database-unavailable.ts';
import {isDevelopment, isForDeveloper} from './for-developer.ts';
import {Refusal} from './refusal.ts';
import {addressOf, type Write} from './request-log.ts';
import {statementsOf} from './statements.ts';
import {templateFolders} from './templates.ts';

/** What Koa treats as an HTTP error. */
interface HttpError extends Error {
	status: number;
	expose?: boolean;
	headers?: Record<string, string>;
}

/** Logs every error and shows a page: what happened to the developer here, the status to others. */
export function answerErrors(project: Project, routes: Route[], write: Write): Middleware {
	const answers = new ErrorAnswers({project, routes, write});
	return async (context, next) => {
		try {
			await next();
			if (context.status === 404 && context.body == null) answers.notFound(context);
		} catch (error) {
			if (isHttpError(error) && error.status === 404) answers.notFound(context, error);
			else if (error instanceof Refusal) answers.refusal(context, error);
			else if (isHttpError(error)) answers.httpError(context, error);
			else await answers.failure(context, error);
		}
	};
}

class ErrorAnswers {
	readonly #site: {project: Project; routes: Route[]; write: Write};

	constructor(site: {project: Project; routes: Route[]; write: Write}) {
		this.#site = site;
	}

	/** @param reason why its view found nothing */
	notFound(context: Context, {message}: Partial<HttpError> = {}): void {
		this.#site.write(`Not Found: ${addressOf(context.path)}\n`);
		context.status = 404;
		if (this.#isForDeveloper(context)) {
			const reason = message === titleOf(404) ? undefined : message;
			showRoutesTried(context, this.#site.routes, context.params && {reason});
		} else showPlainPage(context, 404);
		context.status = 404;
	}

	refusal(context: Context, {status, message, show}: Refusal): void {
		this.#site.write(`${titleOf(status)} (${addressOf(message)}): ${addressOf(context.path)}\n`);
		show(context, this.#isForDeveloper(context));
		context.status = status;
	}

	httpError(context: Context, {status, message, expose, headers}: HttpError): void {
		const isMethod = status === 405;
		const label = isMethod ? context.method : message;
		this.#site.write(`${titleOf(status)} (${addressOf(label)}): ${addressOf(context.path)}\n`);
		if (headers) context.set(headers);
		if (isMethod) showMethods(context, headers?.Allow);
		else showPlainPage(context, status, expose ? message : undefined);
		context.status = status;
	}

	async failure(context: Context, error: unknown): Promise<void> {
		const {root, settings} = this.#site.project;
		const unavailable = await databaseUnavailable(error, this.#site.project);
		if (unavailable) return this.#databaseUnavailable(context, unavailable);
		const safe = (text: string) => redact(relative(text, root), settings);
		const stack = safe(shortStackOf(error));
		const hint = isCommandError(error) && error.hint ? safe(error.hint) : undefined;
		const templates = templateFolders(this.#site.project);
		const frames = isDevelopment(settings) ? framesOf(error, {root, templates}, safe) : [];
		const [first] = frames.filter(({isOwn}) => isOwn);
		const excerpt = first?.isTemplate ? first.excerpt?.text.replace(/^/gm, '    ') : undefined;
		const logged = [stack, hint, excerpt].filter(part => part !== undefined).join('\n');
		const indented = sanitise(logged).replace(/\n(?=\S)/g, '\n    ');
		this.#site.write(`Internal Server Error: ${addressOf(context.path)}\n${indented}\n`);
		const missing = missingFromDatabase(error);
		if (!this.#isForDeveloper(context)) showPlainPage(context, 500);
		else if (!(missing && (await this.#showMissing(context, missing)))) {
			const [message = ''] = stack.split(/\n\s+at /);
			showError(context, {message, hint, frames, statements: statementsOf(context)});
		}
		context.status = 500;
	}

	/** Any other name that the database does not know is a mistake of the view. */
	async #showMissing(context: Context, missing: Missing): Promise<boolean> {
		const state = await this.#migrationState();
		const isOurs =
			creatorOf(missing.name, state) !== undefined ||
			(await isMissingOfEntity(missing, this.#site.project, context.em).catch(() => false));
		if (isOurs) showMissing(context, missing, state);
		return isOurs;
	}

	/** Not the application's fault; the next request may succeed. */
	#databaseUnavailable(context: Context, {message, hint}: CommandError): void {
		const reason = redact(message, this.#site.project.settings);
		this.#site.write(`Service Unavailable: ${addressOf(context.path)}\n${sanitise(reason)}\n`);
		context.set('Retry-After', '5');
		if (this.#isForDeveloper(context)) showDatabaseUnavailable(context, reason, hint);
		else showPlainPage(context, 503);
		context.status = 503;
	}

	async #migrationState(): Promise<MigrationState | undefined> {
		try {
			return await readMigrationState(this.#site.project);
		} catch {
			return undefined;
		}
	}

	#isForDeveloper(context: Context): boolean {
		return isForDeveloper(context, this.#site.project.settings);
	}
}

/** One that the application answers with. */
export function isHttpError(error: unknown): error is HttpError {
	const status = error instanceof Error ? (error as Partial<HttpError>).status : undefined;
	return typeof status === 'number' && status >= 400 && status < 600 && status !== 500;
}

function titleOf(status: number): string {
	return STATUS_CODES[status] ?? `Error ${status}`;
}

/** As many frames as Node gives by default, without its own, and all of the project. */
function shortStackOf(error: unknown): string {
	const lines = stackOf(error)
		.split('\n')
		.filter(line => !/^\s+at .*\(?node:internal/.test(line) && !isOfCompiler(line));
	const first = lines.findIndex(line => /^\s+at /.test(line));
	const isOwn = (line: string) => !isOfLibrary(placeOfFrame(line)?.file ?? '/node_modules/');
	return lines.filter((line, index) => first < 0 || index < first + 10 || isOwn(line)).join('\n');
}

/** Paths in the project are relative to it. */
function relative(text: string, root: string): string {
	return text.replaceAll(`${pathToFileURL(root).href}/`, '').replaceAll(`${root}/`, '');
}
