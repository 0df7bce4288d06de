const kinds: [RegExp, kind: string, size: (parts: RegExpExecArray) => number][] = [
	[
		/^(?:varchar|character varying|char|character|nvarchar)\s*\((\d+)\)/,
		'text',
		([, n]) => Number(n),
	],
	[/^tinytext/, 'text', () => 255],
	[/^(?:text|longtext|mediumtext|varchar|character varying|clob)/, 'text', () => 1e9],
	[/^(?:tinyint)/, 'integer', () => 1],
	[/^(?:smallint|int2)/, 'integer', () => 2],
	[/^mediumint/, 'integer', () => 3],
	[/^(?:int4|integer|int)\b/, 'integer', () => 4],
	[/^(?:bigint|int8)/, 'integer', () => 8],
	[/^(?:real|float|double|numeric|decimal)/, 'fraction', () => 8],
	[/^date$/, 'date', () => 0],
	[/^(?:timestamp|datetime)/, 'time', () => 0],
];

interface Kind {
	kind: string;
	size: number;
}

export function kindOf(type: string): Kind | undefined {
	for (const [pattern, kind, size] of kinds) {
		const parts = pattern.exec(type);
		if (parts) return {kind, size: size(parts)};
	}
	return undefined;
}

/** Whether a value of one type may not fit into the other, or be cut off. */
export function narrows(from: string, to: string): boolean {
	const [one, other] = [kindOf(from), kindOf(to)];
	if (!one || !other) return false;
	if (one.kind === other.kind) return other.size < one.size;
	if (other.kind === 'text') return false;
	return (
		!(one.kind === 'integer' && other.kind === 'fraction') &&
		!(one.kind === 'date' && other.kind === 'time')
	);
}

/** Whether two spellings mean the same type. */
export function isSameType(from: string, to: string): boolean {
	if (from === to) return true;
	const [one, other] = [kindOf(from), kindOf(to)];
	return one !== undefined && one.kind === other?.kind && one.size === other.size;
}
