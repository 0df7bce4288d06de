import type {Middleware, Site} from '../../index.ts';
import {logTo} from './auth-log.ts';
import {currentUser} from './login.ts';

/** Sets `context.state.user` for views and `user` for templates; null if the visitor is not logged in. */
export default function auth({application, log}: Site): Middleware {
	logTo(application, log);
	return async (context, next) => {
		context.templateValues.user = await currentUser(context);
		return next();
	};
}
