import type {OpenLog} from './open-log.ts';

/** Lines that stand one after the other, and where in the file they do. */
export interface Block {
	/** The first one's number. */
	first: number;
	count: number;
	/** Nothing where they were never in a file that can be read. */
	file: OpenLog | undefined;
	/** In bytes. */
	start: number;
	end: number;
}

/** About so many bytes of the file are a block: read at once, looked through at once. */
export const blockBytes = 64 * 1024;
const linesWithoutFile = 500;

/** The log's blocks, the oldest first. Each is named by a number that stays when older ones are put before. */
export class Blocks {
	#blocks: Block[] = [];
	#firstId = 0;
	/** Changes when all blocks were forgotten, and their names as well. */
	generation = 0;

	get firstId(): number {
		return this.#firstId;
	}

	get lastId(): number {
		return this.#firstId + this.#blocks.length - 1;
	}

	get oldest(): Block | undefined {
		return this.#blocks[0];
	}

	get newest(): Block | undefined {
		return this.#blocks.at(-1);
	}

	get(id: number): Block {
		return this.#blocks[id - this.#firstId]!;
	}

	/** Below the first line it is the first block, above the last one the last. */
	idOf(number: number): number {
		let [low, high] = [0, this.#blocks.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.#blocks[middle]!.first <= number) low = middle;
			else high = middle - 1;
		}
		return this.#firstId + low;
	}

	/** Lines behind the last one; short pieces become one block. */
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
		this.#firstId--;
	}

	/** Forgets what can be read no more. @param first the first line that is kept in memory */
	forget(first: number): void {
		const gone = this.#blocks.findIndex(
			block => block.file?.isReadable || block.first + block.count > first,
		);
		if (gone === 0) return;
		const count = gone < 0 ? this.#blocks.length : gone;
		this.#blocks.splice(0, count);
		this.#firstId += count;
	}

	clear(): void {
		this.#blocks = [];
		this.#firstId = 0;
		this.generation++;
	}
}

function isFull({file, start, end, count}: Block): boolean {
	return file ? end - start >= blockBytes : count >= linesWithoutFile;
}
