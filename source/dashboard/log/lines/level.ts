import {safe} from '../../drawing/foreign-text.ts';
import {type LineLevel, structuredLine} from './structured-line.ts';

/** Recognises the words that servers and loggers use. */
export function levelOf(line: string): LineLevel {
	const structured = structuredLine(line);
	if (structured) return structured.level;
	// A colour code ends with a letter, which would hide where a word begins.
	const text = safe(line);
	const status = requestStatus(text);
	if (status !== undefined) return status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
	if (/\b(?:(?:[A-Z]\w*)?Error|ERROR|FATAL|error)\b|^\s+at .+:\d+:\d+/.test(text)) return 'error';
	if (/\b(?:WARN|WARNING|Warning|warn)\b/.test(text)) return 'warn';
	return /\b(?:DEBUG|TRACE)\b|^\W*(?:debug|trace|verbose)\s*[:\]|]/.test(text) ? 'debug' : 'info';
}

/** Every line that `levelOf` takes for a warning or an error matches this. */
const badWords =
	/rror|RROR|FATAL|WARN|arn|" [45]\d\d |\sat |"level"\s*:\s*"?(?:[456]0|[Ee][Rr][Rr]|[Ff]atal|[Cc][Rr][Ii][Tt])/;

/** Whether any line of a text could be a warning or an error; faster than checking each line. */
export function mayBeBad(text: string): boolean {
	return badWords.test(text);
}

/** 302 in `[23/Nov/2026 22:27:35] "GET /account/ HTTP/1.1" 302 0 12ms`. */
export function requestStatus(line: string): number | undefined {
	const match = /" (\d{3}) (?:\d+|-)/.exec(line);
	return match ? Number(match[1]) : undefined;
}
