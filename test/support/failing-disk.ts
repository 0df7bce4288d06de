import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import path from 'node:path';
import type {TestContext} from 'node:test';

/** What a disk refuses, and how. */
export interface Fault {
	/** The operation. A `short` write takes half of the bytes, and refuses the rest. */
	at: 'open' | 'write' | 'short' | 'sync' | 'sync-folder' | 'close' | 'rename' | 'mkdir';
	/** The system's code: `ENOSPC`. */
	code: string;
	/** Only files whose absolute path matches. */
	of: RegExp;
	/** How many times it works before. Default 0. */
	after?: number;
}

/** What a disk that fails does to any write: each operation with the codes that it may end with. */
export const faults: Omit<Fault, 'of'>[] = [
	{at: 'open', code: 'ENOSPC'},
	{at: 'open', code: 'EROFS'},
	{at: 'open', code: 'EMFILE'},
	{at: 'write', code: 'ENOSPC'},
	{at: 'write', code: 'EIO'},
	{at: 'short', code: 'ENOSPC'},
	{at: 'sync', code: 'EIO'},
	{at: 'sync-folder', code: 'EIO'},
	{at: 'close', code: 'ENOSPC'},
	{at: 'rename', code: 'ENOSPC'},
];

/** Until `mend` or the test's end, operations of `node:fs` on some files fail. @returns how often it failed */
export function breakDisk(test: Pick<TestContext, 'after'>, fault: Fault) {
	const whole = {...fs};
	const paths = new Map<number, string>();
	const written = new Set<number>();
	let [passed, failures] = [0, 0];
	const strike = (at: Fault['at'], file: string | undefined, syscall: string, target?: string) => {
		if (at !== fault.at || file === undefined || !fault.of.test(file)) return;
		if (passed++ < (fault.after ?? 0)) return;
		failures++;
		const {code} = fault;
		const where = target ? `, ${syscall} '${target}'` : `, ${syscall}`;
		throw Object.assign(new Error(`${code}: refused${where}`), {
			...{errno: -28, code, syscall},
			...(target && {path: target}),
		});
	};
	const isFolder = (file: string) => whole.statSync(file, {throwIfNoEntry: false})?.isDirectory();
	const replaced: Partial<typeof fs> = {
		openSync(file, flags, mode) {
			const name = path.resolve(String(file));
			const isWrite = typeof flags === 'string' ? flags !== 'r' : ((flags ?? 0) & 3) !== 0;
			if (isWrite) strike('open', name, 'open', name);
			const descriptor = whole.openSync(file, flags, mode);
			paths.set(descriptor, name);
			if (isWrite) written.add(descriptor);
			return descriptor;
		},
		writeSync(descriptor: number, data: any, ...rest: any[]) {
			const name = paths.get(descriptor);
			strike('write', name, 'write');
			if (fault.at === 'short' && name !== undefined && fault.of.test(name)) {
				if (failures > 0) strike('short', name, 'write');
				failures++;
				const bytes = Buffer.from(data).subarray(rest[0] ?? 0);
				return whole.writeSync(descriptor, bytes, 0, Math.ceil(bytes.length / 2));
			}
			return whole.writeSync(descriptor, data, ...rest);
		},
		fsyncSync(descriptor) {
			const name = paths.get(descriptor);
			strike(name && isFolder(name) ? 'sync-folder' : 'sync', name, 'fsync');
			whole.fsyncSync(descriptor);
		},
		closeSync(descriptor) {
			const name = paths.get(descriptor);
			paths.delete(descriptor);
			whole.closeSync(descriptor);
			if (written.delete(descriptor)) strike('close', name, 'close');
		},
		renameSync(from, to) {
			strike('rename', path.resolve(String(to)), 'rename', String(from));
			whole.renameSync(from, to);
		},
		mkdirSync: ((folder: string, options: any) => {
			const name = path.resolve(folder);
			if (!whole.existsSync(name)) strike('mkdir', name, 'mkdir', name);
			return whole.mkdirSync(folder, options);
		}) as typeof fs.mkdirSync,
	};
	const mend = () => {
		for (const name of Object.keys(replaced)) Object.assign(fs, {[name]: (whole as any)[name]});
		syncBuiltinESMExports();
	};
	Object.assign(fs, replaced);
	syncBuiltinESMExports();
	test.after(mend);
	return {
		mend,
		get failures() {
			return failures;
		},
	};
}
