const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `24 kB`, `1.2 GB`: 1000 of one are one of the next. */
export function sizeInWords(bytes: number): string {
	let [size, unit] = [bytes, 0];
	while (size >= 999.5 && unit < units.length - 1) {
		size /= 1000;
		unit++;
	}
	const digits = unit > 0 && size < 9.95 ? 1 : 0;
	return `${size.toFixed(digits)} ${units[unit]}`;
}
