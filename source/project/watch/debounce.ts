import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';

/** Milliseconds of quiet after which a burst is told, and how long it can put that off. */
const patience = {
	/** A save, with what a formatter makes of it. */
	few: {quiet: 20, longest: 300},
	/** A branch, a generator: they write for a while, with pauses. */
	many: {quiet: 200, longest: 5000},
};

/** Milliseconds after which a lock of git's is a dead git's. */
const longestGit = 10_000;

/** Collects paths until there is a moment of quiet, and git is not at work. */
export class Burst {
	readonly #paths = new Set<string>();
	readonly #tell: (paths: string[]) => void;
	readonly #gitLock: string | undefined;
	#timer: NodeJS.Timeout | undefined;
	#began = 0;

	constructor(root: string, tell: (paths: string[]) => void) {
		this.#tell = tell;
		this.#gitLock = gitLockOf(root);
	}

	add(file: string): void {
		if (this.#paths.size === 0) this.#began = Date.now();
		this.#paths.add(file);
		this.#wait();
	}

	cancel(): void {
		clearTimeout(this.#timer);
		this.#paths.clear();
	}

	#wait(): void {
		clearTimeout(this.#timer);
		const {quiet, longest} = this.#paths.size > 5 ? patience.many : patience.few;
		const left = Math.max(0, this.#began + longest - Date.now());
		this.#timer = setTimeout(() => this.#flush(), Math.min(quiet, left));
	}

	#flush(): void {
		if (this.#isGitAtWork()) {
			this.#timer = setTimeout(() => this.#flush(), patience.few.quiet);
			return;
		}
		const paths = [...this.#paths];
		this.#paths.clear();
		this.#tell(paths);
	}

	#isGitAtWork(): boolean {
		if (this.#gitLock === undefined) return false;
		const lock = statSync(this.#gitLock, {throwIfNoEntry: false});
		return lock !== undefined && Date.now() - lock.ctimeMs < longestGit;
	}
}

/** The file that is there while git changes the work tree; the tree may begin above the project. */
function gitLockOf(root: string): string | undefined {
	for (let folder = root; ; folder = path.dirname(folder)) {
		const git = path.join(folder, '.git');
		const found = statSync(git, {throwIfNoEntry: false});
		if (found?.isDirectory()) return path.join(git, 'index.lock');
		// A linked work tree says where its own part of the repository is.
		if (found) {
			const elsewhere = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1];
			return elsewhere && path.resolve(folder, elsewhere, 'index.lock');
		}
		if (folder === path.dirname(folder)) return undefined;
	}
}
