import {lockedOnPostgresql, rebuilt, renamed} from './blocking.ts';
import {changedType} from './changed-type.ts';
import {droppedColumn, droppedTable} from './data-loss.ts';
import {addedNotNull, becomesNotNull, removedEnumValue, uniqueOnDuplicates} from './failing.ts';
import type {Rule} from './hazard.ts';
import {changedRows, deletedRows} from './rows.ts';
import {notUnderstood} from './unknown.ts';

/** In the order in which a plan reports them. */
export const rules: Rule[] = [
	notUnderstood,
	droppedTable,
	droppedColumn,
	deletedRows,
	changedType,
	becomesNotNull,
	addedNotNull,
	uniqueOnDuplicates,
	renamed,
	rebuilt,
	lockedOnPostgresql,
	removedEnumValue,
	changedRows,
];
