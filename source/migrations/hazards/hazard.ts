/** What a statement would destroy, block or break. */
export interface Hazard {
	/** `DL001`, as docs/migrations.md lists them. */
	code: string;
	/** What would happen, with how many rows it concerns. */
	warning: string;
	/** One sentence: the way that does not. */
	safer: string;
	/** True when rows are there that would lose something. */
	losesData: boolean;
	/** True when the database would refuse it, with the rows that are there. */
	fails: boolean;
}

export function hazard(
	code: string,
	warning: string,
	safer: string,
	{losesData = false, fails = false}: Partial<Pick<Hazard, 'losesData' | 'fails'>> = {},
): Hazard {
	return {code, warning, safer, losesData, fails};
}
