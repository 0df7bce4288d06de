/**
 * Node writes to a terminal synchronously: one that does not read (a line that stalls) would block
 * the keys as well. Where Node's handle cannot be switched, writing stays as it was.
 */
export function stopBlocking(output: NodeJS.WriteStream): void {
	const {_handle} = output as {_handle?: {setBlocking?: (isBlocking: boolean) => void}};
	_handle?.setBlocking?.(false);
}
