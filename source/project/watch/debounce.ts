import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';

/** Milliseconds without a change before changes are reported, and the longest delay. */
const delays = {
	/** A save, and a formatter that follows it. */
	few: {quiet: 20, longest: 300},
	/** A checkout or a generator, which write with pauses. */
	many: {quiet: 200, longest: 5000},
};

/** Milliseconds after which git's lock file counts as stale. */
const staleLockAge = 10_000;

/** Collects paths until no more arrive and git has released its lock. */
export class Debounce {
	readonly #paths = new Set<string>();
	readonly #report: (paths: string[]) => void;
	readonly #gitLock: string | undefined;
	#timer: NodeJS.Timeout | undefined;
	#began = 0;

	constructor(root: string, report: (paths: string[]) => void) {
		this.#report = report;
		this.#gitLock = gitLockOf(root);
	}

	add(file: string): void {
		if (this.#paths.size === 0) this.#began = performance.now();
		this.#paths.add(file);
		this.#wait();
	}

	cancel(): void {
		clearTimeout(this.#timer);
		this.#paths.clear();
	}

	#wait(): void {
		clearTimeout(this.#timer);
		const {quiet, longest} = this.#paths.size > 5 ? delays.many : delays.few;
		const left = Math.max(0, this.#began + longest - performance.now());
		this.#timer = setTimeout(() => this.#flush(), Math.min(quiet, left));
	}

	#flush(): void {
		if (this.#isGitAtWork()) {
			this.#timer = setTimeout(() => this.#flush(), delays.few.quiet);
			return;
		}
		const paths = [...this.#paths];
		this.#paths.clear();
		this.#report(paths);
	}

	#isGitAtWork(): boolean {
		if (this.#gitLock === undefined) return false;
		const lock = statSync(this.#gitLock, {throwIfNoEntry: false});
		// A lock from the future, of a clock that was ahead, would never become stale.
		return Math.abs(Date.now() - (lock?.ctimeMs ?? 0)) < staleLockAge;
	}
}

/** Git's lock file. The work tree may begin above the project. */
function gitLockOf(root: string): string | undefined {
	for (let folder = root; ; folder = path.dirname(folder)) {
		const git = path.join(folder, '.git');
		const found = statSync(git, {throwIfNoEntry: false});
		if (found?.isDirectory()) return path.join(git, 'index.lock');
		// In a linked work tree, `.git` is a file that names the repository.
		if (found) {
			const elsewhere = /^gitdir: (.+)$/m.exec(readFileSync(git, 'utf8'))?.[1];
			return elsewhere && path.resolve(folder, elsewhere, 'index.lock');
		}
		if (folder === path.dirname(folder)) return undefined;
	}
}
