/** `2026-11-24 07:12:05 UTC`. @param time a date, or as `toISOString` writes it */
export function utcTime(time: Date | string): string {
	const iso = typeof time === 'string' ? time : time.toISOString();
	return iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}
