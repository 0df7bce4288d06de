/**
 * Node keeps messages to the parent back until a handle that was sent before them has arrived, and a
 * process that ends meanwhile never sends them. From now on they are sent at once.
 */
export function sendAtOnce(): void {
	Object.assign(process, {_handleQueue: null});
}
