import type {Project} from '../project/open.ts';
import type {OpenOrm} from '../project/orm.ts';

export async function unmadeChanges(
	_project: Project,
	_open: OpenOrm,
): Promise<Map<string, string[]>> {
	return new Map();
}
