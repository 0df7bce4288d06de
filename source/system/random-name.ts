/**
 * Hexadecimal digits that make a name unique. They are not secret: loading `node:crypto` for them would cost
 * every command 10 ms.
 * @param digits at most 12
 */
export function randomName(digits: number): string {
	return Math.floor(Math.random() * 16 ** digits)
		.toString(16)
		.padStart(digits, '0');
}
