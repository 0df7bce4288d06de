/** What a change of the type does to the values of a column: conditions on one row, as SQL. */
export interface Conversion {
	/** The new value. */
	converted: string;
	/** True of each value that the new type cannot give back, also of those that are refused. */
	changes: string;
	/** True of values that the database refuses. */
	fails?: string;
}
