import {existsSync} from 'node:fs';
import path from 'node:path';

const locks = {
	...{'package-lock.json': 'npm', 'pnpm-lock.yaml': 'pnpm', 'yarn.lock': 'yarn'},
	...{'bun.lock': 'bun', 'bun.lockb': 'bun'},
} as const;

/** The one whose lock file is in the folder, or in the nearest above it. */
export function packageManagerOf(folder: string): (typeof locks)[keyof typeof locks] {
	const found = Object.entries(locks).find(([file]) => existsSync(path.join(folder, file)));
	const parent = path.dirname(folder);
	return found?.[1] ?? (parent === folder ? 'npm' : packageManagerOf(parent));
}

/** `npm install --save-dev tsx`, `pnpm add --save-dev tsx`, `yarn add --dev tsx` */
export function installCommand(folder: string, packages: string, isForDevelopment = false): string {
	const manager = packageManagerOf(folder);
	const dev = /yarn|bun/.test(manager) ? '--dev ' : '--save-dev ';
	return `${manager} ${manager === 'npm' ? 'install' : 'add'} ${isForDevelopment ? dev : ''}${packages}`;
}
