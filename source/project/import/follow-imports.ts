import {importedFiles, missingFiles, onImport} from './import-hooks.ts';

/** Milliseconds between reports. */
const interval = 30;

/** A file and its state when it was imported; empty where it is missing. */
export type Imported = [file: string, state: string];

/**
 * Follows what this process imports.
 * @param report gets what has been imported so far, then what follows
 * @returns reports at once what is not reported yet
 */
export function followImports(report: (files: Imported[]) => void): () => void {
	const told = new Map<string, string>();
	let timer: NodeJS.Timeout | undefined;
	function tell(): void {
		clearTimeout(timer);
		timer = undefined;
		const missing = [...missingFiles()].map((file): Imported => [file, '']);
		const files = [...missing, ...importedFiles()].filter(
			([file, state]) => told.get(file) !== state,
		);
		for (const [file, state] of files) told.set(file, state);
		if (files.length > 0) report(files);
	}
	onImport(() => {
		timer ??= setTimeout(tell, interval).unref();
	});
	tell();
	return tell;
}
