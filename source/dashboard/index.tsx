import type {CommandLine} from '../terminal/command-line.ts';

/** Opens the dashboard and waits until it is left. @returns the exit code */
export async function openDashboard(_line: CommandLine): Promise<number> {
	return 0;
}
