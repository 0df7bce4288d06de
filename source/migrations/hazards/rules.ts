import {lockedOnPostgresql, rebuilt, renamed} from './blocking.ts';
import {changedType} from './changed-type.ts';
import {droppedColumn, droppedTable} from './data-loss.ts';
import {uniqueInNewType} from './equal-values.ts';
import {addedNotNull, becomesNotNull, removedEnumValue} from './failing.ts';
import type {Rule} from './hazard.ts';
import {keyOnAddedColumn} from './key-on-added-column.ts';
import {changedRows, deletedRows} from './rows.ts';
import {notUnderstood} from './unknown.ts';
import {
	excludedRows,
	orphanedRows,
	uniqueOnDuplicates,
	violatedCheck,
} from './violated-constraints.ts';

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
	uniqueInNewType,
	keyOnAddedColumn,
	renamed,
	rebuilt,
	lockedOnPostgresql,
	removedEnumValue,
	violatedCheck,
	excludedRows,
	orphanedRows,
	changedRows,
];
