import type {Middleware} from '../../index.ts';
import {currentUser} from './login.ts';

/** Gives every view its `context.state.user`, and every template its `user`: null for a visitor. */
export default function auth(): Middleware {
	return async (context, next) => {
		context.templateValues.user = await currentUser(context);
		return next();
	};
}
