import {AsyncLocalStorage} from 'node:async_hooks';
import type {LogContext, MikroORM} from '@mikro-orm/core';
import type {Middleware} from '../../project/apps/middleware.ts';
import type {Context} from '../../project/apps/routes.ts';
import type {CompleteSettings} from '../../project/settings/settings.ts';
import type {Statements} from '../pages/statement-list.ts';
import {isDevelopment, isForDeveloper} from './for-developer.ts';

const mostKept = 100;
const ofRequests = new WeakMap<Context, Statements>();

/** Undefined for visitors, and in production. */
export function statementsOf(context: Context): Statements | undefined {
	return ofRequests.get(context);
}

/** Keeps the statements of the developer's requests. In production nothing is added to the ORM. */
export function keepStatements(orm: MikroORM, settings: CompleteSettings): Middleware[] {
	if (!isDevelopment(settings)) return [];
	const current = new AsyncLocalStorage<Statements>();
	const logger = orm.config.getLogger();
	const {logQuery} = logger;
	logger.logQuery = query => {
		const statements = current.getStore();
		if (statements) keep(statements, query as Query);
		logQuery.call(logger, query);
	};
	return [
		(context, next) => {
			if (!isForDeveloper(context, settings)) return next();
			const statements = {count: 0, milliseconds: 0, last: []};
			ofRequests.set(context, statements);
			return current.run(statements, next);
		},
	];
}

type Query = {query: string; params?: readonly unknown[]} & LogContext;

function keep(statements: Statements, {query, params = [], took, level}: Query): void {
	statements.count++;
	statements.milliseconds += took ?? 0;
	const failed = level === 'error';
	statements.last.push({sql: query, values: params, milliseconds: took, failed});
	if (statements.last.length > mostKept) statements.last.shift();
}
