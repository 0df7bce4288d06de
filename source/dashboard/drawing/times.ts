/** `14:05:09` today, else `2026-11-23`; local time. */
export function shortTime(iso: string, now = new Date()): string {
	const time = new Date(iso);
	if (Number.isNaN(time.getTime())) return '';
	return day(time) === day(now) ? clock(time) : day(time);
}

/** `14:05:09` */
export function clock(time: Date): string {
	return [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':');
}

/** `2026-11-23` */
export function day(time: Date): string {
	return [time.getFullYear(), twoDigits(time.getMonth() + 1), twoDigits(time.getDate())].join('-');
}

/** `12ms`, `1.4s`, `2m 05s`. */
export function duration(milliseconds: number): string {
	if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))}ms`;
	if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)}s`;
	const seconds = Math.round(milliseconds / 1000);
	return `${Math.floor(seconds / 60)}m ${twoDigits(seconds % 60)}s`;
}

function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}
