export interface Key {
	/**
	 * As in the help: `j`, `M`, `^C`, `Enter`, `S-Tab`, `PgUp`; `Paste` for pasted text. Empty for what no key
	 * sends, such as a terminal's answer, and for keys without a name.
	 */
	name: string;
	/** What a text field gets. */
	text: string;
}

/** Fields have one line: line ends and tabs of a paste become spaces, and other controls are removed. */
export function oneLine({name, text}: Key): string {
	if (name !== 'Paste') return text;
	return text
		.replace(/[\r\n\t]+/g, ' ')
		.replace(/[\u0000-\u001F\u007F-\u009F]/g, '')
		.trim();
}
