import {batchSize} from '../../../runs/files/byte-reader.ts';
import {type Block, blockBytes} from './blocks.ts';

/** What a block usually needs: it is not full, and another batch comes. */
const slabSize = blockBytes + batchSize;
/** Bytes of slabs. Lines beyond are read from the file. */
const most = 16 * 1024 * 1024;
const mostSpare = 4;

interface Kept {
	slab: Buffer;
	size: number;
}

/** The bytes of the newest blocks, whatever becomes of their file. Slabs are used again: a flood leaves no garbage. */
export class Memory {
	readonly #kept = new Map<Block, Kept>();
	#spare: Buffer[] = [];
	#bytes = 0;

	/** The first line whose block is in memory; 0 if none is. */
	get first(): number {
		return this.#kept.keys().next().value?.first ?? 0;
	}

	/** Bytes of a block from one of them on. @returns nothing if they are not in memory */
	of(block: Block, from = 0): Buffer | undefined {
		const kept = this.#kept.get(block);
		return kept?.slab.subarray(from, kept.size);
	}

	/** Adds lines to the end of the newest block. */
	add(block: Block, bytes: Buffer): void {
		const {slab, size} = this.#kept.get(block) ?? {slab: undefined, size: 0};
		const end = size + bytes.length;
		const room = slab && end <= slab.length ? slab : this.#take(end);
		if (slab && slab !== room) {
			slab.copy(room, 0, 0, size);
			this.#give(slab);
		}
		bytes.copy(room, size);
		this.#kept.set(block, {slab: room, size: end});
	}

	/** Drops blocks whose lines are all before one, and the oldest ones beyond the limit. */
	release(first: number): void {
		for (const [block, {slab}] of this.#kept) {
			const isLast = this.#kept.size === 1;
			if (isLast || (block.first + block.count > first && this.#bytes <= most)) return;
			this.#kept.delete(block);
			this.#give(slab);
		}
	}

	clear(): void {
		for (const {slab} of this.#kept.values()) this.#give(slab);
		this.#kept.clear();
	}

	#take(size: number): Buffer {
		const spare = size <= slabSize ? this.#spare.pop() : undefined;
		const slab = spare ?? Buffer.allocUnsafeSlow(size <= slabSize ? slabSize : 2 * size);
		this.#bytes += slab.length;
		return slab;
	}

	#give(slab: Buffer): void {
		this.#bytes -= slab.length;
		if (slab.length === slabSize && this.#spare.length < mostSpare) this.#spare.push(slab);
	}
}
