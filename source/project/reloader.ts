export async function watchSources(
	_root: string,
	_onChange: (paths: string[]) => void,
): Promise<{close(): Promise<void>}> {
	return {async close() {}};
}
