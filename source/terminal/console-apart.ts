/** Keeps stdout to one JSON object per line: what the project's own code prints goes to stderr. */
export function consoleApart(): void {
	for (const method of ['log', 'info', 'debug'] as const) console[method] = console.error;
}
