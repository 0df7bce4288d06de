import type {OpenLog} from './open-log.ts';

/** Consecutive lines, and where they are in the file. */
export interface Block {
	first: number;
	count: number;
	/** Missing for lines that no readable file has. */
	file: OpenLog | undefined;
	start: number;
	end: number;
}

/** The usual size of a block, which is read and searched as a whole. */
export const blockBytes = 64 * 1024;
const linesWithoutFile = 500;

/** The log's blocks, the oldest first. Their ids stay the same when older blocks are added. */
export class Blocks {
	#blocks: Block[] = [];
	firstId = 0;
	/** Changes when all blocks and their ids were dropped. */
	generation = 0;

	get lastId(): number {
		return this.firstId + this.#blocks.length - 1;
	}

	get oldest(): Block | undefined {
		return this.#blocks[0];
	}

	get newest(): Block | undefined {
		return this.#blocks.at(-1);
	}

	get(id: number): Block {
		return this.#blocks[id - this.firstId]!;
	}

	/** The id of a line's block; lines beyond an end belong to the block there. */
	idOf(number: number): number {
		let [low, high] = [0, this.#blocks.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.#blocks[middle]!.first <= number) low = middle;
			else high = middle - 1;
		}
		return this.firstId + low;
	}

	/** Adds newer lines; short pieces are joined to one block. */
	add(more: Block): void {
		const last = this.newest;
		const size = more.end - more.start;
		if (last?.file === more.file && last && !isFull(last) && size < blockBytes) {
			last.count += more.count;
			last.end = more.end;
		} else this.#blocks.push(more);
	}

	addBefore(block: Block): void {
		this.#blocks.unshift(block);
		this.firstId--;
	}

	/** Drops blocks that can no longer be read. @param first the first line in memory */
	forget(first: number): void {
		const gone = this.#blocks.findIndex(
			block => block.file?.isReadable || block.first + block.count > first,
		);
		if (gone === 0) return;
		const count = gone < 0 ? this.#blocks.length : gone;
		this.#blocks.splice(0, count);
		this.firstId += count;
	}

	clear(): void {
		this.#blocks = [];
		this.firstId = 0;
		this.generation++;
	}
}

function isFull({file, start, end, count}: Block): boolean {
	return file ? end - start >= blockBytes : count >= linesWithoutFile;
}
