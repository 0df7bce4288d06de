/** Graphs show ten minutes, in pieces of so many milliseconds that can be joined to longer ones. */
export const pieceTime = 5000;
const pieces = 120;
/** In milliseconds. */
export const historyTime = pieces * pieceTime;

/** What was counted in each piece of the last ten minutes. */
export class History<Piece> {
	readonly #ring: {number: number; piece: Piece}[] = [];
	readonly #empty: () => Piece;

	constructor(empty: () => Piece) {
		this.#empty = empty;
	}

	/** @param at milliseconds since 1970 @returns nothing if that is too long ago */
	at(at: number): Piece | undefined {
		const number = Math.floor(at / pieceTime);
		const held = this.#ring[number % pieces];
		if (held?.number === number) return held.piece;
		if (held && held.number > number) return undefined;
		const piece = this.#empty();
		this.#ring[number % pieces] = {number, piece};
		return piece;
	}

	/** Those of the last ten minutes, the newest last. */
	all(now: number): Piece[] {
		return this.groups(pieces, now).flat();
	}

	/**
	 * The last ten minutes in so many groups of pieces, the newest last. Groups begin at multiples of their length,
	 * so that they move on at once.
	 */
	groups(count: number, now: number): Piece[][] {
		const size = sizeOf(count);
		const newest = Math.floor(now / pieceTime / size);
		return Array.from({length: count}, (_, index) => {
			const first = (newest - count + 1 + index) * size;
			return Array.from({length: size}, (_, part) => this.#held(first + part)).filter(
				piece => piece !== undefined,
			);
		});
	}

	#held(number: number): Piece | undefined {
		const held = this.#ring[number % pieces];
		return held?.number === number ? held.piece : undefined;
	}
}

/** How long each of so many groups is. */
export function groupTime(count: number): number {
	return sizeOf(count) * pieceTime;
}

function sizeOf(count: number): number {
	return Math.ceil(pieces / count);
}
