/** How bad it is what a line says. */
export type LineLevel = 'debug' | 'info' | 'warn' | 'error';

/** A line of JSON that a logger (pino, winston, bunyan) wrote. */
export interface StructuredLine {
	level: LineLevel;
	/** `INFO`, `WARN` … as the logger calls it. */
	name: string;
	time: Date | undefined;
	message: string;
	/** Everything else. */
	fields: Record<string, unknown>;
}

const names: Record<number, string> = {
	10: 'TRACE',
	20: 'DEBUG',
	30: 'INFO',
	40: 'WARN',
	50: 'ERROR',
	60: 'FATAL',
};
/** As which numbers of JSON are drawn, in small letters. */
export const levelNames = Object.values(names).join(' ').toLowerCase();
/** Every line has them, and they tell nothing. */
const dull = new Set(['level', 'time', 'timestamp', 'pid', 'hostname', 'msg', 'message', 'v']);

/** @returns nothing where the line is no record of a logger */
export function structuredLine(line: string): StructuredLine | undefined {
	if (line[0] !== '{' || !line.includes('"level"')) return undefined;
	const record = parse(line);
	if (record === undefined) return undefined;
	const name = names[record.level as number] ?? String(record.level).toUpperCase();
	const fields = Object.fromEntries(Object.entries(record).filter(([key]) => !dull.has(key)));
	return {
		level: levelOf(name),
		name,
		time: timeOf(record.time ?? record.timestamp),
		message: String(record.msg ?? record.message ?? ''),
		fields,
	};
}

function parse(line: string): Record<string, unknown> | undefined {
	try {
		const record = JSON.parse(line);
		return Array.isArray(record) ? undefined : record;
	} catch {
		return undefined;
	}
}

function levelOf(name: string): LineLevel {
	if (/^(?:ERR|FATAL|CRIT)/.test(name)) return 'error';
	if (/^(?:DEBUG|TRACE|VERBOSE|SILLY)/.test(name)) return 'debug';
	return name.startsWith('WARN') ? 'warn' : 'info';
}

function timeOf(value: unknown): Date | undefined {
	if (typeof value !== 'number' && typeof value !== 'string') return undefined;
	const time = new Date(value);
	return Number.isNaN(time.getTime()) ? undefined : time;
}

/** In one row: what was said, then the fields. @param time whether the clock stands in it */
export function inOneRow(line: StructuredLine, time: string): string {
	const said = [time, line.name.padEnd(5), line.message].filter(Boolean).join(' ');
	const fields = Object.entries(line.fields).map(([key, value]) => `${key}=${inShort(value)}`);
	return [said, ...fields].join('  ').replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

/** Errors by their name and sentence, requests by method and address. */
function inShort(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value);
	const {type, message, method, url, statusCode} = value as Record<string, unknown>;
	if (message !== undefined) return [type, message].filter(Boolean).join(': ');
	if (method !== undefined) return `${method} ${url}`;
	return statusCode === undefined ? JSON.stringify(value) : String(statusCode);
}

/** A row a field, nested ones below theirs; texts of several lines (a stack) as they are. */
export function fieldByField(fields: Record<string, unknown>, indent = '    '): string[] {
	return Object.entries(fields).flatMap(([key, value]) => {
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
			return [`${indent}${key}:`, ...fieldByField(value as Record<string, unknown>, `${indent}  `)];
		}
		const text = typeof value === 'string' ? value : JSON.stringify(value);
		const [first = '', ...more] = text.split(/\r?\n|\r/);
		return [`${indent}${key}: ${first}`, ...more.map(line => `${indent}  ${line.trim()}`)];
	});
}
