import type {OperatorStatus} from './project-status.ts';

export function readOperators(_root: string): OperatorStatus[] {
	return [];
}
