/** Text that is HTML already, and is drawn as it is. */
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

/** Escapes whatever a template was given; nothing for undefined and null, and HTML is left alone. */
export function escapeHtml(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (isHtml(value)) return value.html;
	return String(value).replace(/[&<>"']/g, character => entities[character]!);
}

/** HTML with values in it, each escaped; a list is written one after another. */
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
