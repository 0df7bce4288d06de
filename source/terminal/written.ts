/**
 * Resolves when all output has left this process, or when its reader is gone. A process that exits
 * earlier loses the output that a pipe had no room for.
 */
export async function isWritten(
	streams: NodeJS.WritableStream[] = [process.stdout, process.stderr],
): Promise<void> {
	await Promise.all(streams.map(lastByteOf));
}

function lastByteOf(stream: NodeJS.WritableStream & {destroyed?: boolean}): Promise<void> {
	return new Promise(resolve => {
		if (stream.destroyed || !stream.writable) resolve();
		else stream.write('', () => resolve());
	});
}
