/** HTML that is written without escaping. */
export interface Html {
	readonly html: string;
}

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Escapes any value. undefined and null become nothing; HTML stays as it is. */
export function escapeHtml(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (isHtml(value)) return value.html;
	return String(value).replace(/[&<>"']/g, character => entities[character]!);
}

/** A template tag that escapes each value. The items of a list are joined. */
export function html(texts: TemplateStringsArray, ...values: unknown[]): Html {
	let text = texts[0]!;
	values.forEach((value, index) => {
		text += (Array.isArray(value) ? value : [value]).map(escapeHtml).join('') + texts[index + 1]!;
	});
	return {html: text};
}

function isHtml(value: unknown): value is Html {
	return (
		typeof value === 'object' && value !== null && 'html' in value && typeof value.html === 'string'
	);
}
