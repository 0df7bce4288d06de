import type {Middleware} from '../../index.ts';
import {currentUser} from './login.ts';

/** Gives every template the `user`: null for a visitor. */
export default function auth(): Middleware {
	return (context, next) => {
		context.templateValues.user = () => currentUser(context);
		return next();
	};
}
