import type {ServerStatus} from '../runs/project-status.ts';

export async function readServerStatus(_root: string): Promise<ServerStatus> {
	return {state: 'stopped'};
}
