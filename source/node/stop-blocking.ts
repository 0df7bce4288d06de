/**
 * Node writes to a terminal synchronously: one that does not read (a line that stalls) would hold up
 * the keys as well. Its own handle knows how not to; where it does not, writing stays as it was.
 */
export function stopBlocking(output: NodeJS.WriteStream): void {
	const {_handle} = output as {_handle?: {setBlocking?: (isBlocking: boolean) => void}};
	_handle?.setBlocking?.(false);
}
