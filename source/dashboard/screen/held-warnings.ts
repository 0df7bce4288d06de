/** Node prints warnings, which would stand in the middle of the screen. @returns prints them */
export function holdWarnings(): () => void {
	const listeners = process.listeners('warning');
	const held: Error[] = [];
	process.removeAllListeners('warning').on('warning', warning => held.push(warning));
	return () => {
		process.removeAllListeners('warning');
		for (const listener of listeners) process.on('warning', listener);
		for (const warning of held) process.emit('warning', warning);
	};
}
