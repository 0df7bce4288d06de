/** Columns and rows: one of each layout, and its limits. */
export const windowSizes = [
	[160, 50],
	[120, 40],
	[80, 24],
	[60, 18],
	[40, 12],
	[30, 8],
	[28, 7],
] as const;
