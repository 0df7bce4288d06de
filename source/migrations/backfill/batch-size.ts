/** Milliseconds that a batch is to take. SQLite lets nobody else write meanwhile. */
const targets = {server: 500, sqlite: 250};
/** The shortest, when others wait. */
const shortest = 50;
/** Of a table, as much as a batch locks at most: other writers meet its rows that seldom. */
const share = 1 / 100;
const fewest = 100;
const most = {data: 100_000, code: 5000};

/** How many rows the next batch gets, from how long the last ones took. */
export class BatchSize {
	rows: number;
	readonly #longest: number;
	readonly #most: number;
	#target: number;

	/** @param inTable how many rows there are; null where they are too many to count @param atMost as the author says */
	constructor(
		isSqlite: boolean,
		isData: boolean,
		inTable: number | null,
		atMost = Number.POSITIVE_INFINITY,
	) {
		const fair = inTable === null ? Number.POSITIVE_INFINITY : Math.ceil(inTable * share);
		this.#longest = isSqlite ? targets.sqlite : targets.server;
		this.#target = this.#longest;
		const kind = isData ? most.data : most.code;
		this.#most = Math.min(kind, Math.max(fair, isSqlite ? kind : 10 * fewest), atMost);
		this.rows = Math.min(isData ? 10 * fewest : fewest, this.#most);
	}

	/** @param milliseconds that it took @param isInTheWay whether others waited for it */
	took(milliseconds: number, isInTheWay: boolean): void {
		const target = isInTheWay ? this.#target / 2 : this.#target * 1.25;
		this.#target = Math.min(this.#longest, Math.max(shortest, target));
		const change = Math.min(2, Math.max(0.2, this.#target / Math.max(milliseconds, 1)));
		const rows = Math.round(this.rows * change);
		this.rows = Math.max(Math.min(fewest, this.#most), Math.min(rows, this.#most));
	}

	/** It got no locks: fewer rows need fewer. */
	halve(): void {
		this.rows = Math.max(1, Math.floor(this.rows / 2));
	}
}
