import type {View} from '../../project/apps/routes.ts';

/** A project may have loaded another copy of this module. */
const mark = Symbol.for('quarterdeck.csrf-exempt');

/**
 * Lets a view take requests that change something from anywhere: it must know by other means who
 * sent them, a signature say. Outermost: `csrfExempt(superuserRequired(view))` would be a hole.
 * @example path('/hooks/payment/', csrfExempt(payment))
 */
export function csrfExempt(view: View): View {
	return Object.assign(((context, next) => view(context, next)) as View, {[mark]: true});
}

export function isCsrfExempt(view: View): boolean {
	return mark in view;
}
