import {withCommas} from './with-commas.ts';
/** `120,000 of 500,000 rows`, `120,000 rows` */
export function filledInWords(filled: number, total: number | null | undefined): string {
	const of = typeof total === 'number' ? ` of ${withCommas(total)}` : '';
	return `${withCommas(filled)}${of} rows`;
}

/** `1,234,000 of 5,000,000 rows, 41,000 per second, 1 min 32 s left` */
export function progressInWords({
	filled,
	total,
	perSecond,
	remaining,
	pace,
	waitingFor,
}: {
	filled: number;
	total: number | null;
	perSecond: number;
	/** Seconds. */
	remaining: number | null;
	pace: 'normal' | 'slow' | 'paused';
	waitingFor?: string;
}): string {
	const parts = [
		filledInWords(filled, total),
		...(pace === 'paused' ? [] : [`${withCommas(perSecond)} per second`]),
		...(!remaining ? [] : [`${secondsInWords(remaining)} left`]),
		...(pace === 'normal' ? [] : [pace]),
		...(waitingFor === undefined ? [] : [`slower because of ${waitingFor}`]),
	];
	return parts.join(', ');
}

/** `4 s`, `40 s`, `12 min`, `3 h`: no more exact than an estimate is. */
export function roughTime(seconds: number): string {
	if (seconds < 10) return `${seconds} s`;
	if (seconds < 90) return `${Math.ceil(seconds / 10) * 10} s`;
	const minutes = Math.round(seconds / 60);
	return minutes < 90 ? `${minutes} min` : `${Math.round(seconds / 3600)} h`;
}

/** `45 s`, `1 min 32 s`, `2 h 5 min` */
function secondsInWords(seconds: number): string {
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
	if (hours > 0) return `${hours} h ${minutes % 60} min`;
	return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
