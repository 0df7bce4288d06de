import type {Interface} from 'node:readline';

/**
 * ^Z at a question stops the whole job until `fg`, as the terminal itself would. Readline stops its
 * own process only, and leaves nobody at the terminal where a dashboard, or npm, waits for it.
 */
export function stopWholeJob(lines: Interface): void {
	const goOn = () => {
		process.stdin.setRawMode(true);
		lines.prompt(true);
	};
	lines.on('SIGTSTP', () => {
		process.once('SIGCONT', goOn);
		process.stdin.setRawMode(false);
		process.kill(0, 'SIGTSTP');
	});
	// What is typed with `fg` may answer before we are told to go on.
	lines.once('close', () => process.off('SIGCONT', goOn));
}
