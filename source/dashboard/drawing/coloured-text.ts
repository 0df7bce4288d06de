import {defaultStyle, type Style, styleAfter} from '../../terminal/style.ts';
import {wrap} from './cells.ts';
import {safe} from './foreign-text.ts';

const colour = /\u001B\[([0-9;:]*)m/g;

/** Text with colours, sliced by its letters. */
export class ColouredText {
	readonly letters: string;
	/** Each style holds from a letter on. */
	readonly #styles: {at: number; style: Style}[] = [{at: 0, style: defaultStyle}];

	constructor(text: string) {
		this.letters = safe(text);
		if (this.letters === text) return;
		let taken = 0;
		for (const {0: sequence, 1: parameters, index} of text.matchAll(colour)) {
			const style = styleAfter(this.#styles.at(-1)!.style, parameters!);
			this.#styles.push({at: index - taken, style});
			taken += sequence.length;
		}
	}

	slice(start: number, end = this.letters.length): string {
		const {style} = this.#styles.findLast(({at}) => at <= start)!;
		const within = this.#styles.filter(({at}) => at > start && at < end);
		return [{at: start, style}, ...within]
			.map(({at, style: {codes}}, index) => {
				const part = this.letters.slice(at, within[index]?.at ?? end);
				return codes === '' || part === '' ? part : `\u001B[${codes}m${part}\u001B[0m`;
			})
			.join('');
	}

	wrapped(columns: number): string[] {
		let end = 0;
		return wrap(this.letters, columns).map(row => {
			const part = row.trimStart();
			const start = this.letters.indexOf(part, end);
			end = start + part.length;
			return row.slice(0, row.length - part.length) + this.slice(start, end);
		});
	}
}
