import type {Middleware} from '../../index.ts';
import {currentUser} from './login.ts';

/** Sets `context.state.user` for views and `user` for templates; null if the visitor is not logged in. */
export default function auth(): Middleware {
	return async (context, next) => {
		context.templateValues.user = await currentUser(context);
		return next();
	};
}
