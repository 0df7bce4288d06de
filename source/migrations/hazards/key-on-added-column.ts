import {isMysqlFamily} from '../../project/database/dialect.ts';
import type {Effect} from '../sql/effect.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {inWords, mayBeSome} from './tables/count.ts';

/**
 * MySQL and MariaDB put 0 or an empty text into a new column that accepts no NULL: several rows with it are
 * not unique, and it refers to no row.
 */
export async function* keyOnAddedColumn(effect: Effect, {tables, unfilled}: RuleContext) {
	if (!isMysqlFamily(tables.dialect)) return;
	const isUnique = effect.kind === 'unique' || (effect.kind === 'index' && effect.unique);
	if (!isUnique && effect.kind !== 'foreign-key') return;
	const {table, columns} = effect;
	const added = columns.filter(column => unfilled.has(`${table}.${column}`));
	if (added.length === 0 || (isUnique && added.length < columns.length)) return;
	const count = await tables.rowsOf(table);
	if (!count || !mayBeSome(count) || (isUnique && count === 1)) return;
	const reason = isUnique ? 'is to be unique' : 'is to refer to a row';
	yield hazard(
		isUnique ? 'DL006' : 'DL019',
		`${columns.join(', ')} of ${table} ${reason}, but the new column has the same value, 0 or an empty text, in ${inWords(count)}: it will fail.`,
		'Give it a one-off default (makemigrations --default), or make it nullable and fill it first.',
		{fails: true},
	);
}
