import type {Interface} from 'node:readline';

/**
 * ^Z at a question stops the whole job until `fg`. Readline would only stop its own process, and
 * a parent (a dashboard, npm) would keep waiting for it.
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
	// Input typed with `fg` may arrive before SIGCONT.
	lines.once('close', () => process.off('SIGCONT', goOn));
}
