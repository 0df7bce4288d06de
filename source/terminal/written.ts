/**
 * Resolves when all that was printed has left this process, however slowly it is read, or when nobody
 * reads it any more: a process that is ended before loses what a pipe had no room for.
 */
export async function isWritten(): Promise<void> {
	await Promise.all([process.stdout, process.stderr].map(lastByteOf));
}

function lastByteOf(stream: NodeJS.WriteStream): Promise<void> {
	return new Promise(resolve => {
		if (stream.destroyed || !stream.writable) resolve();
		else stream.write('', () => resolve());
	});
}
