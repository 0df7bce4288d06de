/**
 * @param time a date, or an ISO time as `toISOString` writes it
 * @returns `2026-11-24 07:12:05 UTC`
 */
export function utcTime(time: Date | string): string {
	const iso = typeof time === 'string' ? time : time.toISOString();
	return iso.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}
