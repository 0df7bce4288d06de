import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/** A program that stands in for an operator's own. @param script for sh @returns its path */
export function writeProgram(folder: string, name: string, script: string): string {
	const file = path.join(folder, name);
	writeFileSync(file, `#!/bin/sh\n${script}\n`);
	chmodSync(file, 0o755);
	return file;
}
