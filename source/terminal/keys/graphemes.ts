let segmenter: Intl.Segmenter | undefined;

/** The characters of a text as a person sees them: each with its accents, a family of emoji as one. */
export function graphemesOf(text: string): string[] {
	segmenter ??= new Intl.Segmenter();
	return Array.from(segmenter.segment(text), ({segment}) => segment);
}

/** @param text not empty */
export function firstOf(text: string): string {
	segmenter ??= new Intl.Segmenter();
	const [first] = segmenter.segment(text);
	return first!.segment;
}

export function withoutLast(text: string): string {
	return graphemesOf(text).slice(0, -1).join('');
}
