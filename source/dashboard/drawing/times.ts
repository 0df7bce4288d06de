/** `14:05:09` today, else `2026-11-23`; local time. */
export function shortTime(iso: string, now = new Date()): string {
	const time = new Date(iso);
	if (Number.isNaN(time.getTime())) return '';
	return day(time) === day(now) ? clock(time) : day(time);
}

/** `14:05:09` today, else `2026-11-23 14:05`, or `11-23 14:05` without its year; local time. */
export function listTime(iso: string, withYear: boolean, now = new Date()): string {
	const isToday = day(new Date(iso)) === day(now);
	const start = isToday ? 'YYYY-MM-DD '.length : withYear ? 0 : 'YYYY-'.length;
	return dayAndClock(iso).slice(start, isToday ? undefined : -':SS'.length);
}

/** `14:05:09` */
export function clock(time: Date): string {
	return [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':');
}

/** `2026-11-23 14:05:09`; local time. */
export function dayAndClock(iso: string): string {
	const time = new Date(iso);
	return Number.isNaN(time.getTime()) ? '' : `${day(time)} ${clock(time)}`;
}

/** `2026-11-23` */
export function day(time: Date): string {
	return [time.getFullYear(), twoDigits(time.getMonth() + 1), twoDigits(time.getDate())].join('-');
}

function twoDigits(number: number): string {
	return String(number).padStart(2, '0');
}
