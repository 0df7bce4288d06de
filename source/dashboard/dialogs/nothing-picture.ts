import type {Dashboard} from '../dashboard.ts';
import {paragraph} from '../foreign-text.ts';
import type {Picture} from './dialog.ts';
import {closeHint} from './key-rows.ts';

/** A migrate that has nothing to do. @param words what follows `migrate` */
export function nothingPicture(
	dashboard: Dashboard,
	words: string[],
	title: string,
	columns: number,
): Picture {
	const rows = paragraph(sentence(words), columns - 4);
	const back = wayBack(dashboard, words);
	if (back) rows.push('', ...paragraph(back, columns - 4));
	return {title, columns, rows, below: ['', closeHint()]};
}

function targetOf(words: string[]): (string | undefined)[] {
	return words.filter(word => !word.startsWith('-'));
}

function sentence(words: string[]): string {
	const [app, target] = targetOf(words);
	if (target === undefined) return 'No migrations to apply.';
	return `${app} stands at ${target} already: nothing to apply or unapply.`;
}

/** To the newest there is no way back, only from it. */
function wayBack(dashboard: Dashboard, words: string[]): string | undefined {
	const [app, target] = targetOf(words);
	const key = dashboard.keyOf('rollback');
	if (target === undefined || target === 'zero' || words.includes('--fake') || !key)
		return undefined;
	const {status} = dashboard.status.snapshot();
	const names =
		status?.apps.find(({label}) => label === app)?.migrations.map(({name}) => name) ?? [];
	const before = names[names.findIndex(name => name.startsWith(target)) - 1];
	return before === undefined
		? `To undo it, press ${key} on the row of ${app}.`
		: `To undo it, press ${key} on the one before it, ${before}; on the row of ${app} to undo all.`;
}
