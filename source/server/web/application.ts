import {randomBytes} from 'node:crypto';
import {bodyParser} from '@koa/bodyparser';
import Koa from 'koa';
import helmet from 'koa-helmet';
import type {App} from '../../project/apps/app-registry.ts';
import {loadMiddleware, type Middleware, type Site} from '../../project/apps/middleware.ts';
import type {Context} from '../../project/apps/routes.ts';
import type {Project} from '../../project/project.ts';
import {migrateOnDemand} from '../pages/migrate-button.ts';
import {answerErrors} from './answer-errors.ts';
import {csrfTokens} from './csrf.ts';
import {isDevelopment} from './for-developer.ts';
import {verifyHost} from './host.ts';
import {loadRoutes} from './load-routes.ts';
import {logLine, requestLog, type Write} from './request-log.ts';
import {routing} from './routing.ts';
import {keepStatements} from './statements.ts';
import {staticFiles} from './static-files.ts';
import {projectTemplates} from './templates.ts';
import {trustProxies} from './trusted-proxies.ts';
import {applications, urlsOf} from './url-for.ts';

/** A project as a Koa application that does not listen yet. */
export interface Application {
	app: Koa;
	/** Closes the database, not the HTTP server. */
	close(): Promise<void>;
}

/** What Koa reports where a visitor leaves in the middle of an answer; the line of the request says enough. */
const visitorHasLeft = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'EPIPE']);

/**
 * A project's settings, apps and routes as a Koa application. Connects to the database at the first
 * request that needs it.
 * @param write where the log of requests and errors goes
 * @param innermost what runs just before the views
 * @throws CommandError when entities, routes or a middleware cannot be imported
 */
export async function createKoaApplication(
	project: Project,
	write: Write = text => process.stdout.write(text),
	innermost: Middleware[] = [],
): Promise<Application> {
	const routes = await loadRoutes(project);
	const {orm} = await project.access.openOrm(project);
	const {settings} = project;
	// MikroORM has more frames between a mistake and the view than Node keeps.
	if (isDevelopment(settings)) Error.stackTraceLimit = Math.max(Error.stackTraceLimit, 50);
	const draw = projectTemplates(project);
	const urlFor = urlsOf(routes);
	const hasUsers = project.apps.some(({name}) => name === 'quarterdeck/auth');
	const app = new Koa({env: settings.environment});
	app.on('error', (error: NodeJS.ErrnoException, context?: Context) => {
		const isOfConnection = context?.req.socket?.errored === error;
		if (!isOfConnection && !visitorHasLeft.has(error.code ?? '')) app.onerror(error);
	});
	app.keys = [settings.secretKey, ...settings.secretKeyFallbacks];

	const extendContext: Middleware = (context, next) => {
		context.em = orm.em.fork();
		context.settings = settings;
		if (!hasUsers) context.state.user = null;
		context.templateValues = {};
		context.urlFor = urlFor;
		context.render = async (template: string, values: object = {}) => {
			const shared = await resolveAll(context.templateValues);
			context.type = 'html';
			context.body = draw(template, {urlFor, ...shared, ...values});
		};
		return applications.current.run(urlFor, next);
	};

	use(app, [
		requestLog(write, settings.log),
		answerErrors(project, routes, write),
		trustProxies(settings.trustedProxies),
		verifyHost(settings.allowedHosts, {production: settings.environment === 'production'}),
		securityHeaders(settings.debug),
		emptyRedirects,
		staticFiles(project),
		...keepStatements(orm, settings),
		extendContext,
		bodyParser({
			formLimit: '64kb',
			jsonLimit: '1mb',
			enableTypes: ['form', 'json'],
			parsedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
		}) as unknown as Middleware,
		emptyBody,
		migrateOnDemand(project),
		...(await makeMiddleware(project, app, line => write(logLine(line)))),
		csrfTokens,
		...innermost,
		...routing(routes),
	]);
	applications.running.add(urlFor);
	const close = () => {
		applications.running.delete(urlFor);
		return orm.close(true);
	};
	return {app, close};
}

function use(app: Koa, middleware: Middleware[]): void {
	for (const each of middleware) app.use(each as unknown as Koa.Middleware);
}

/** Each app's `middleware.ts`, in the order of the settings, sessions first. */
async function makeMiddleware(
	project: Project,
	application: Koa,
	log: Site['log'],
): Promise<Middleware[]> {
	const middleware: Middleware[] = [];
	const isSessions = ({name}: App) => name === 'quarterdeck/sessions';
	const apps = project.apps.toSorted((a, b) => Number(isSessions(b)) - Number(isSessions(a)));
	for (const app of apps) {
		const make = await loadMiddleware(app, project.root);
		if (make) middleware.push(await make({settings: project.settings, application, log}));
	}
	return middleware;
}

/** The body of a request that has none. */
const emptyBody: Middleware = ({request}, next) => {
	request.body ??= {};
	return next();
};

/** Koa adds a text to redirects that nobody sees. */
const emptyRedirects: Middleware = async (context, next) => {
	await next();
	if (context.response.get('Location')) context.body = '';
};

/** Pages may use inline styles; scripts must be files or carry `cspNonce`. */
function securityHeaders(debug: boolean): Middleware {
	return (context, next) => {
		const nonce = randomBytes(16).toString('base64');
		context.state.cspNonce = nonce;
		const headers = helmet({
			contentSecurityPolicy: {
				directives: {
					'script-src': ["'self'", `'nonce-${nonce}'`],
					'style-src': ["'self'", "'unsafe-inline'"],
					'font-src': ["'self'"],
					'upgrade-insecure-requests': null,
				},
			},
			// With helmet's no-referrer, browsers send `Origin: null` with forms, which the CSRF check refuses.
			referrerPolicy: {policy: 'same-origin'},
			strictTransportSecurity: debug ? false : {maxAge: 31536000},
		});
		return headers(context as unknown as Koa.Context, next);
	};
}

async function resolveAll(values: Record<string, unknown>): Promise<Record<string, unknown>> {
	const resolved: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(values)) {
		resolved[name] = typeof value === 'function' ? await value() : value;
	}
	return resolved;
}
