export type LineLevel = 'debug' | 'info' | 'warn' | 'error';

/** A line of JSON that a logger (pino, winston, bunyan) wrote. */
interface StructuredLine {
	level: LineLevel;
	/** `INFO`, `WARN` … as the logger calls it. */
	name: string;
	time: Date | undefined;
	message: string;
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
/** Levels written as numbers are drawn with these words. */
export const levelNames = Object.values(names).join(' ').toLowerCase();
/** Fields that every line has. */
const dull = new Set(['level', 'time', 'timestamp', 'pid', 'hostname', 'msg', 'message', 'v']);

/** @returns nothing if the line is not a logger's record */
export function structuredLine(line: string): StructuredLine | undefined {
	if (!line.includes('"level"')) return undefined;
	const record = fieldsOf(line);
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

/** @returns nothing if the line is not an object of JSON */
export function fieldsOf(line: string): Record<string, unknown> | undefined {
	if (line[0] !== '{') return undefined;
	try {
		return JSON.parse(line);
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

/** @param time the clock, or '' to leave it out */
export function inOneRow(line: StructuredLine, time: string): string {
	const said = [time, line.name.padEnd(5), line.message].filter(Boolean).join(' ');
	const fields = Object.entries(line.fields).map(([key, value]) => `${key}=${inShort(value)}`);
	return [said, ...fields].join('  ').replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

/** Errors as name and message, requests as method and address. */
function inShort(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value);
	const {type, message, method, url, statusCode} = value as Record<string, unknown>;
	if (message !== undefined) return [type, message].filter(Boolean).join(': ');
	if (method !== undefined) return `${method} ${url}`;
	return statusCode === undefined ? JSON.stringify(value) : String(statusCode);
}

/** A row per field, nested ones indented; texts of several lines (a stack) keep their lines. */
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
