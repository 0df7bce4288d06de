import {lockedOnPostgresql, rebuilt, renamed} from './blocking.ts';
import {changedType, droppedColumn, droppedTable} from './data-loss.ts';
import {addedNotNull, becomesNotNull, removedEnumValue, uniqueOnDuplicates} from './failing.ts';
import type {Rule} from './hazard.ts';

/** In the order in which a plan reports them. */
export const rules: Rule[] = [
	droppedTable,
	droppedColumn,
	changedType,
	becomesNotNull,
	addedNotNull,
	uniqueOnDuplicates,
	renamed,
	rebuilt,
	lockedOnPostgresql,
	removedEnumValue,
];
