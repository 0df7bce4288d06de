import type {ExistingColumns} from '../hazards/tables/existing-columns.ts';

/** What MySQL and MariaDB look at when they choose how to change a table. */
export interface StoredTable {
	/** InnoDB, and neither compressed, partitioned nor versioned; other tables are copied. */
	isPlain: boolean;
	/** Whether it has generated columns, of whichever kind. */
	hasGenerated: boolean;
	hasFulltext: boolean;
	columns: ExistingColumns;
	/** The columns that are in an index, in lower case. */
	indexed: Set<string>;
	/** Those that are in an index of several columns. */
	indexedTogether: Set<string>;
	/** The columns of the primary key, in lower case. */
	key: Set<string>;
	/** Its size with its indexes, where that is known. */
	bytes?: number;
}
