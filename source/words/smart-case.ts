/** Smart case: capitals count only if the wanted text has some. @returns the text to search */
export function inCaseOf(wanted: string, text: string): string {
	return wanted === wanted.toLowerCase() ? text.toLowerCase() : text;
}
