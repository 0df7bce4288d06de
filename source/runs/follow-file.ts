import {
	closeSync,
	type FSWatcher,
	fstatSync,
	openSync,
	readSync,
	type Stats,
	statSync,
	watch,
} from 'node:fs';
import {StringDecoder} from 'node:string_decoder';

/** A reader that is further behind, and may skip, goes on near the end. */
const longestLag = 8 * 1024 * 1024;
const chunkSize = 256 * 1024;

export interface FollowOptions extends ReadOptions {
	/** Without it nothing is left out; else who is far behind skips so many bytes, and is told here. */
	onSkipped?: (bytes: number) => void;
	/** Milliseconds between two looks. Default 100. */
	interval?: number;
}

export interface ReadOptions {
	/** Begin so many bytes before the end, at a whole line. Default: at the file's beginning. */
	fromEnd?: number;
	/** UTF-16 units of a line that are kept, so that a line without an end fills no memory. Default: all. */
	longestLine?: number;
}

export interface Following {
	/** Reads on at once, without waiting for the next look. */
	readOn(): void;
	/** Hands on what is there by now, then stops. */
	stop(): void;
}

/**
 * Hands on each whole line of a file, those to come included, raw: whoever draws them sanitises
 * them. The file need not be there yet, may be renamed away (it is read to its end first), deleted
 * or emptied. The first lines come before this returns.
 */
export function followLines(
	file: string,
	onLines: (lines: string[]) => void,
	{interval = 100, ...options}: FollowOptions = {},
): Following {
	const reader = new LineReader(file, onLines, options);
	const look = () => reader.read(patience);
	look();
	const hints = new ChangeHints(file, look);
	const poll = setInterval(() => {
		look();
		hints.listen();
	}, interval);
	return {
		readOn: look,
		stop() {
			clearInterval(poll);
			hints.stop();
			reader.read(Number.POSITIVE_INFINITY);
			reader.close();
		},
	};
}

/** The lines of a file, the unfinished one included; none when there is no file. */
export function readLines(file: string, options: ReadOptions = {}): string[] {
	const lines: string[] = [];
	const reader = new LineReader(file, more => lines.push(...more), options);
	reader.read(Number.POSITIVE_INFINITY);
	const rest = reader.close();
	return rest === '' ? lines : [...lines, rest];
}

/** How many milliseconds one look may take. */
const patience = 8;

/** Milliseconds in which one hint is enough. */
const restBetweenHints = 100;

/**
 * Only hints that save waiting for the next poll; where there are none nothing is lost. After each
 * it rests: being told of each write halves the speed of who writes a million lines.
 */
class ChangeHints {
	readonly #file: string;
	readonly #changed: () => void;
	#watcher: FSWatcher | undefined;
	#rest: NodeJS.Timeout | undefined;

	constructor(file: string, changed: () => void) {
		this.#file = file;
		this.#changed = changed;
		this.listen();
	}

	/** Begins where it could not before, because there was no file yet. */
	listen(): void {
		if (this.#watcher || this.#rest) return;
		try {
			this.#watcher = watch(this.#file, () => this.#hear());
			this.#watcher.on('error', () => this.#close());
		} catch {
			// The next poll tries again.
		}
	}

	stop(): void {
		clearTimeout(this.#rest);
		this.#close();
	}

	#hear(): void {
		this.#close();
		this.#rest = setTimeout(() => {
			this.#rest = undefined;
			this.listen();
			this.#changed();
		}, restBetweenHints);
		this.#changed();
	}

	#close(): void {
		this.#watcher?.close();
		this.#watcher = undefined;
	}
}

/** Reads a growing file piece by piece, in memory that does not grow with it. */
class LineReader {
	readonly #file: string;
	readonly #onLines: (lines: string[]) => void;
	readonly #options: Omit<FollowOptions, 'interval'>;
	readonly #chunk = Buffer.allocUnsafe(chunkSize);
	#open: {file: number; inode: number; device: number} | undefined;
	#position = 0;
	#isFirst = true;
	/** What is read belongs to a line whose beginning was not. */
	#dropsLine = false;
	#rest = '';
	#decoder = new StringDecoder('utf8');

	constructor(
		file: string,
		onLines: (lines: string[]) => void,
		options: Omit<FollowOptions, 'interval'>,
	) {
		this.#file = file;
		this.#onLines = onLines;
		this.#options = options;
	}

	/** @param budget milliseconds that it may take */
	read(budget: number): void {
		const end = performance.now() + budget;
		while (this.#open || this.#openFile()) {
			this.#catchUp();
			const size = this.#readChunk();
			if (size > 0) this.#take(this.#chunk.subarray(0, size));
			else if (!this.#isReplaced()) return;
			else this.close();
			if (performance.now() > end) return;
		}
	}

	/** @returns 0 at the end, and where nothing can be read at the moment (a network disk, a folder) */
	#readChunk(): number {
		try {
			return readSync(this.#open!.file, this.#chunk, 0, chunkSize, this.#position);
		} catch {
			return 0;
		}
	}

	/** @returns the line that had no end yet */
	close(): string {
		if (this.#open) closeSync(this.#open.file);
		this.#open = undefined;
		return this.#rest;
	}

	#openFile(): boolean {
		let file: number;
		try {
			file = openSync(this.#file, 'r');
		} catch {
			this.#isFirst = false;
			return false;
		}
		const {ino, dev, size} = fstatSync(file);
		const {fromEnd = size} = this.#options;
		this.#open = {file, inode: ino, device: dev};
		this.#goTo(this.#isFirst ? Math.max(0, size - fromEnd) : 0);
		if (this.#position > 0) this.#dropsLine = !this.#endsLineAt(this.#position);
		this.#isFirst = false;
		return true;
	}

	/** Truncated: from the start. Far behind: near the end. */
	#catchUp(): void {
		const {size} = fstatSync(this.#open!.file);
		if (size < this.#position) this.#goTo(0);
		const {onSkipped} = this.#options;
		if (!onSkipped || size - this.#position <= longestLag) return;
		const near = size - chunkSize;
		onSkipped(near - this.#position);
		this.#goTo(near);
		this.#dropsLine = true;
	}

	#goTo(position: number): void {
		this.#position = position;
		this.#rest = '';
		this.#dropsLine = false;
		this.#decoder = new StringDecoder('utf8');
	}

	#endsLineAt(position: number): boolean {
		const byte = Buffer.alloc(1);
		readSync(this.#open!.file, byte, 0, 1, position - 1);
		return byte[0] === 0x0a;
	}

	#take(bytes: Buffer): void {
		this.#position += bytes.length;
		const lines = (this.#rest + this.#decoder.write(bytes)).split('\n');
		this.#rest = this.#clip(lines.pop()!);
		if (this.#dropsLine && lines.length > 0) {
			this.#dropsLine = false;
			lines.shift();
		}
		if (lines.length > 0) this.#onLines(lines.map(line => this.#clip(line)));
	}

	/** Whether another file stands at the path; one that is only gone may be on its way. */
	#isReplaced(): boolean {
		const {file, inode, device} = this.#open!;
		let now: Stats;
		try {
			now = statSync(this.#file);
		} catch {
			return false;
		}
		const isSame = now.ino === inode && now.dev === device;
		return !isSame && fstatSync(file).size <= this.#position;
	}

	#clip(line: string): string {
		const {longestLine = Number.POSITIVE_INFINITY} = this.#options;
		return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
	}
}
