import type {View} from '../../project/apps/routes.ts';

/** A global symbol, because a project may have loaded another copy of this module. */
const mark = Symbol.for('quarterdeck.csrf-exempt');

/**
 * Lets a view accept unsafe requests from other sites. The view must authenticate them in another way,
 * such as a signature: `csrfExempt(superuserRequired(view))` would be a security hole.
 * @example path('/hooks/payment/', csrfExempt(payment))
 */
export function csrfExempt<P>(view: View<P>): View<P> {
	return Object.assign(((context, next) => view(context, next)) as View<P>, {[mark]: true});
}

export function isCsrfExempt(view: View): boolean {
	return mark in view;
}
