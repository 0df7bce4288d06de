interface Issue {
	/** `DATABASE_URL`, `server.port`; empty for the whole. */
	path: string;
	message: string;
}

/** What a validation library, such as Zod or Valibot, found wrong, from the error that it throws. */
export function issuesOf(error: unknown): Issue[] {
	const {issues} = Object(error);
	if (!Array.isArray(issues)) return [];
	return issues.flatMap(issue =>
		typeof issue?.message === 'string' ? {path: pathOf(issue.path), message: issue.message} : [],
	);
}

function pathOf(path: unknown): string {
	const keys = Array.isArray(path) ? path : [];
	return keys.map(key => Object(key).key ?? key).join('.');
}
