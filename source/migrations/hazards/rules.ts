import {lockedOnPostgresql, rebuilt, renamed, validatedForeignKey} from './blocking.ts';
import {changedType, droppedColumn, droppedTable} from './data-loss.ts';
import {addedNotNull, noLongerNull, removedEnumValue, uniqueOnDuplicates} from './failing.ts';
import type {Rule} from './rule.ts';

/** In the order in which a plan tells them. */
export const rules: Rule[] = [
	droppedTable,
	droppedColumn,
	changedType,
	noLongerNull,
	addedNotNull,
	uniqueOnDuplicates,
	renamed,
	rebuilt,
	lockedOnPostgresql,
	validatedForeignKey,
	removedEnumValue,
];
